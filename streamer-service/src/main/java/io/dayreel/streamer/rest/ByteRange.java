package io.dayreel.streamer.rest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes of a body that a request's {@code Range} asks for (RFC 9110, 14).
 *
 * @param from first byte
 * @param length 1 or more
 */
record ByteRange(long from, long length) {
    private static final Pattern ONE = Pattern.compile("bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))");

    /** Whether a header is of one range; several, and other units, are answered with the whole body. */
    static boolean isOne(String header) {
        return header != null && ONE.matcher(header.strip()).matches();
    }

    /** What one range is of a body of this size; empty if nothing. */
    static Optional<ByteRange> of(String header, long size) {
        Matcher matcher = ONE.matcher(header.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(header);
        }
        if (matcher.group(3) != null) {
            long length = Math.min(size, Long.parseLong(matcher.group(3)));
            return length == 0 ? Optional.empty() : Optional.of(new ByteRange(size - length, length));
        }
        long from = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        return from <= last ? Optional.of(new ByteRange(from, last - from + 1)) : Optional.empty();
    }

    String contentRange(long size) {
        return "bytes " + from + "-" + (from + length - 1) + "/" + size;
    }
}
