package io.dayreel.streamer.rest;

/** Reads {@code If-None-Match} (RFC 9110, 13.1.2). */
final class ETags {
    private ETags() {}

    /** @param header may be null @param etag with its quotes */
    static boolean contain(String header, String etag) {
        if (header == null) {
            return false;
        }
        for (String each : header.split(",")) {
            String tag = each.strip();
            if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }
}
