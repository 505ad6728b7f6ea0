package io.dayreel.streamer.http;

import io.dayreel.streamer.hls.Rendered;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** Sends playlists, compressed to whoever takes that. Called on the request's event loop. */
final class PlaylistAnswer {
    private static final String TYPE = "application/vnd.apple.mpegurl";
    private static final int NOT_MODIFIED = 304;

    private PlaylistAnswer() {}

    static void send(RoutingContext context, Rendered playlist, String cacheControl) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.putHeader("Cache-Control", cacheControl)
                .putHeader("ETag", playlist.etag())
                .putHeader("Vary", "Accept-Encoding");
        if (playlist.etag().equals(context.request().getHeader("If-None-Match"))) {
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        byte[] body = playlist.plain();
        String accepted = context.request().getHeader("Accept-Encoding");
        if (accepted != null && accepted.toLowerCase(Locale.ROOT).contains("gzip")) {
            response.putHeader("Content-Encoding", "gzip");
            body = playlist.gzip();
        }
        response.putHeader("Content-Type", TYPE).putHeader("Content-Length", Integer.toString(body.length));
        if (HttpMethod.HEAD.equals(context.request().method())) {
            response.end();
        } else {
            response.end(Slices.of(body));
        }
    }
}
