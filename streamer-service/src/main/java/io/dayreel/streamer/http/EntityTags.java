package io.dayreel.streamer.http;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/** Compares what a request says of entity tags with the present one (RFC 9110, 13.1). */
public final class EntityTags {
    private EntityTags() {}

    /**
     * {@code If-None-Match}: whether the caller has the content already. Weak tags count (13.1.2).
     *
     * @param header all its lines joined by commas; may be null
     * @param etag with its quotes
     */
    public static boolean match(String header, String etag) {
        return isAny(header) || isListed(header, etag);
    }

    /** Whether {@code If-None-Match} is {@code *}: whatever there is, the caller has it. */
    static boolean isAny(String header) {
        return header != null && header.strip().equals("*");
    }

    private static boolean isListed(String header, String etag) {
        if (header == null) {
            return false;
        }
        for (String each : header.split(",")) {
            String tag = each.strip();
            if (tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }

    /**
     * {@code If-Range}: whether a range may be given out. A weak tag or a date never proves the same bytes (13.1.5).
     *
     * @param header may be null
     */
    public static boolean allowRange(String header, String etag) {
        return header == null || header.strip().equals(etag);
    }

    /** All lines of {@code If-None-Match}; null without one. */
    static String ifNoneMatch(HttpServerRequest request) {
        List<String> lines = request.headers().getAll("If-None-Match");
        return lines.isEmpty() ? null : String.join(",", lines);
    }
}
