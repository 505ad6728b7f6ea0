package io.dayreel.runtime.http;

import io.dayreel.access.AccessRefused;
import io.dayreel.access.AccessTokens;
import io.dayreel.access.Caller;
import io.dayreel.contracts.json.Json;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.runtime.peers.PeerClient;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.UUID;

/** The same access rule and the same problem documents for routes and WebSockets on the Vert.x router. */
@Singleton
public final class VertxAccess {
    /** A subprotocol that begins so carries the token: browsers cannot send headers with a WebSocket. */
    public static final String TOKEN_SUBPROTOCOL = "dayreel.bearer.";

    private static final LogEvents LOG = LogEvents.of(VertxAccess.class);
    private static final int UNAUTHORISED = 401;
    private static final int UNAVAILABLE = 503;

    private final AccessTokens tokens;

    VertxAccess(AccessTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * Who calls, by {@code Authorization}, subprotocol {@code dayreel.bearer.<token>} or {@code ?access=}.
     *
     * @throws AccessRefused with a reason for the caller: 401, or close code 4401 on a WebSocket
     */
    public Caller authenticate(RoutingContext context) {
        HttpServerRequest request = context.request();
        String authorization = request.getHeader("Authorization");
        if (authorization == null) {
            authorization = bearerFromSubprotocols(request.getHeader("Sec-WebSocket-Protocol"));
        }
        return CallerAccess.authenticate(
                tokens,
                authorization,
                request.getParam("access"),
                request.getHeader(PeerClient.TENANT_HEADER),
                request.path());
    }

    private static String bearerFromSubprotocols(String header) {
        if (header != null) {
            for (String offered : header.split(",")) {
                String name = offered.strip();
                if (name.startsWith(TOKEN_SUBPROTOCOL)) {
                    return "Bearer " + name.substring(TOKEN_SUBPROTOCOL.length());
                }
            }
        }
        return null;
    }

    /** Ends a request with the problem that the failure stands for; unexpected ones are logged with a reference. */
    public static void fail(RoutingContext context, Throwable failure) {
        Problem problem;
        if (failure instanceof ProblemException known) {
            problem = known.problem();
        } else if (failure instanceof AccessRefused) {
            problem = Problem.unauthorised(failure.getMessage());
        } else {
            String reference = UUID.randomUUID().toString();
            LOG.error("request-failed", failure, "path", context.request().path(), "reference", reference);
            problem = Problem.of(500, "unexpected", "Unexpected failure", "reference " + reference)
                    .at("urn:uuid:" + reference);
        }
        end(context, problem);
    }

    /** Answers with a problem document. */
    public static void end(RoutingContext context, Problem problem) {
        if (context.response().ended() || context.response().headWritten()) {
            context.request().connection().close();
            return;
        }
        context.response().setStatusCode(problem.status()).putHeader("Content-Type", Problem.MEDIA_TYPE);
        if (problem.status() == UNAUTHORISED) {
            context.response().putHeader("WWW-Authenticate", "Bearer realm=\"dayreel\"");
        }
        if (problem.status() == UNAVAILABLE && !context.response().headers().contains("Retry-After")) {
            context.response().putHeader("Retry-After", "1");
        }
        context.response().end(Json.write(problem));
    }
}
