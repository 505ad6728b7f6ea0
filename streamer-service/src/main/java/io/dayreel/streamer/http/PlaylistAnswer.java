package io.dayreel.streamer.http;

import io.dayreel.streamer.hls.Rendered;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.regex.Pattern;

/** Sends playlists, compressed to whoever takes that. Called on the request's event loop. */
final class PlaylistAnswer {
    private static final String TYPE = "application/vnd.apple.mpegurl";
    private static final int NOT_MODIFIED = 304;

    /** A weight of nothing: not acceptable. */
    private static final Pattern REFUSED = Pattern.compile(";\\s*q\\s*=\\s*0(\\.0*)?\\s*(;|$)");

    private PlaylistAnswer() {}

    static void send(RoutingContext context, Rendered playlist, String cacheControl) {
        send(context, playlist, cacheControl, "");
    }

    /** @param varies further headers of the request that the answer depends on; empty for none */
    static void send(RoutingContext context, Rendered playlist, String cacheControl, String varies) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        response.putHeader("Cache-Control", cacheControl)
                .putHeader("ETag", playlist.etag())
                .putHeader("Vary", "Accept-Encoding" + (varies.isEmpty() ? "" : ", " + varies));
        if (EntityTags.match(EntityTags.ifNoneMatch(context.request()), playlist.etag())) {
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        byte[] body = playlist.plain();
        if (takesGzip(context.request().getHeader("Accept-Encoding"))) {
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

    /**
     * Whether a caller takes gzip, by itself or as whatever is not named (RFC 9110, 12.5.3).
     *
     * @param accepted {@code Accept-Encoding}; may be null
     */
    static boolean takesGzip(String accepted) {
        boolean anything = false;
        for (String each : accepted == null
                ? new String[0]
                : accepted.toLowerCase(Locale.ROOT).split(",")) {
            String coding = each.split(";", 2)[0].strip();
            boolean wanted = !REFUSED.matcher(each).find();
            if (coding.equals("gzip") || coding.equals("x-gzip")) {
                return wanted;
            }
            anything |= coding.equals("*") && wanted;
        }
        return anything;
    }
}
