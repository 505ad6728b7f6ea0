package io.dayreel.streamer.http;

import io.vertx.ext.web.RoutingContext;

/** Answers that lead elsewhere. */
final class Redirects {
    private static final int TEMPORARY = 307;

    private Redirects() {}

    /** @param address relative to the request's, or a path */
    static void to(RoutingContext context, String address) {
        to(context, address, "");
    }

    /** @param varies headers of the request that the address depends on; empty for none */
    static void to(RoutingContext context, String address, String varies) {
        if (!varies.isEmpty()) {
            context.response().putHeader("Vary", varies);
        }
        context.response()
                .setStatusCode(TEMPORARY)
                .putHeader("Location", address)
                .putHeader("Cache-Control", "no-cache")
                .end();
    }
}
