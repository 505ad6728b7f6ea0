package io.dayreel.streamer.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/**
 * {@code /v1/signed/{token}/…} is {@code /v1/…?access={token}}: relative addresses in a playlist then lead to where the
 * token goes with them, which no player has to be told, and the playlist is the same for all viewers.
 */
public final class SignedRoute {
    /** Where it is on the router. */
    public static final String PATH = "/v1/signed/:token/*";

    private static final String PREFIX = "/v1/signed/";
    private static final String MARK = "dayreel.signed";

    private SignedRoute() {}

    /** Passes a request on to what it is for. */
    public static void pass(RoutingContext context) {
        HttpServerRequest request = context.request();
        String token = context.pathParam("token");
        String rest = request.path().substring(PREFIX.length() + token.length());
        String query = request.query() == null ? "" : request.query() + "&";
        context.put(MARK, true);
        context.reroute("/v1" + rest + "?" + query + "access=" + token);
    }

    /** Leads a request that carries {@code ?access=} to the form that its playlist's addresses need. @return whether it did */
    static boolean lead(RoutingContext context) {
        HttpServerRequest request = context.request();
        String token = request.getParam("access");
        if (token == null || context.get(MARK) != null) {
            return false;
        }
        StringBuilder query = new StringBuilder();
        for (String part : request.query().split("&")) {
            if (!part.startsWith("access=")) {
                query.append(query.isEmpty() ? "?" : "&").append(part);
            }
        }
        Redirects.to(context, PREFIX + token + request.path().substring("/v1".length()) + query);
        return true;
    }
}
