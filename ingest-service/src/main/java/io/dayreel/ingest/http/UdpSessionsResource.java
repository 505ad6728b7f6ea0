package io.dayreel.ingest.http;

import io.dayreel.contracts.udp.UdpSessionAnswer;
import io.dayreel.contracts.udp.UdpSessionRequest;
import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.ingest.udp.UdpSessions;
import io.dayreel.ingest.wiring.IngestService;
import io.dayreel.ingest.wiring.IngestService.UdpOpening;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** {@code POST /v1/udp-sessions}: a session for frames over UDP. The answer holds keys, so it goes over HTTPS. */
@Path("/v1")
public class UdpSessionsResource {
    private static final int PATIENCE_SECONDS = 20;
    private static final int TOO_MANY = 429;

    private final IngestService service;
    private final CurrentCaller caller;

    UdpSessionsResource(IngestService service, CurrentCaller caller) {
        this.service = service;
        this.caller = caller;
    }

    /** Holds no thread while Kafka takes its time. */
    @POST
    @Path("udp-sessions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Produces(MediaType.APPLICATION_JSON)
    @Blocking
    public CompletionStage<Response> open(UdpSessionRequest request, @Context HttpServerRequest connection) {
        if (request == null || request.device() == null) {
            throw ProblemException.badParameter("device", "device is needed: the name of the device that will send");
        }
        DeviceId device = caller.sendingDevice(request.device());
        requireSecrecy(connection);
        CipherSuite suite = CipherSuite.firstOf(request.cipher())
                .orElseThrow(() -> new ProblemException(problem(
                                409,
                                "no-common-cipher",
                                "this server has chacha20-poly1305 and aes-128-gcm: name one of them")
                        .naming("cipher")));
        UdpOpening opening = service.udp(host(connection))
                .orElseThrow(() ->
                        new ProblemException(problem(404, "no-udp", "this installation takes no frames over UDP")));
        try {
            return opening.open(device, suite)
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .handle(UdpSessionsResource::response);
        } catch (UdpSessions.TooMany e) {
            return CompletableFuture.completedFuture(
                    later(problem(TOO_MANY, "too-many-udp-sessions", e.getMessage()), e.retryAfter()));
        }
    }

    private static String host(HttpServerRequest connection) {
        return connection.authority() == null
                ? connection.localAddress().host()
                : connection.authority().host();
    }

    private static Response response(UdpSessionAnswer answer, Throwable failure) {
        if (failure != null) {
            return later(
                    problem(503, "not-confirmed", "Kafka did not confirm the session in time: try again, or use TCP"),
                    Duration.ofSeconds(1));
        }
        return Response.status(Response.Status.CREATED)
                .header("Cache-Control", "no-store")
                .entity(answer)
                .build();
    }

    private static Response later(Problem problem, Duration wait) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .header("Retry-After", wait.toSeconds() + 1)
                .entity(problem)
                .build();
    }

    private void requireSecrecy(HttpServerRequest connection) {
        boolean secret = "https".equals(connection.scheme())
                || service.udpKeysOverPlainHttp()
                || isLoopback(connection.remoteAddress().hostAddress());
        if (!secret) {
            throw new ProblemException(problem(
                    403,
                    "https-needed",
                    "the answer holds keys: use https, or set dayreel.ingest.udp.allow-plain-http"));
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return address != null && InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Problem problem(int status, String code, String detail) {
        return Problem.of(status, code, "No UDP session", detail);
    }
}
