package io.dayreel.streamer.http;

import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bytes of a body that a request's {@code Range} asks for (RFC 9110, 14): one range; several, and other units, are
 * answered with the whole body.
 *
 * @param offset of the first byte
 * @param length 1 or more
 */
public record ByteSpan(long offset, long length) {
    private static final Pattern ONE = Pattern.compile("bytes=(?:([0-9]{1,18})-([0-9]{0,18})|-([0-9]{1,18}))");

    /** Whether a header, which may be null, is of one range. */
    public static boolean isOne(String header) {
        return header != null && ONE.matcher(header.strip()).matches();
    }

    /** What one range is of a body of this size; empty if nothing. */
    public static Optional<ByteSpan> within(String header, long size) {
        Matcher matcher = ONE.matcher(header.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(header);
        }
        if (matcher.group(3) != null) {
            long length = Math.min(size, Long.parseLong(matcher.group(3)));
            return length == 0 ? Optional.empty() : Optional.of(new ByteSpan(size - length, length));
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        return first <= last ? Optional.of(new ByteSpan(first, last - first + 1)) : Optional.empty();
    }

    /**
     * What a header, which may be null, wants of a body of this size.
     *
     * @throws ProblemException 416 for a range that lies behind it
     */
    static ByteSpan of(String header, long size) {
        if (!isOne(header)) {
            return new ByteSpan(0, size);
        }
        return within(header, size)
                .orElseThrow(() -> new ProblemException(
                        Problem.of(416, "range", "Range not satisfiable", "the body has " + size + " bytes")));
    }

    public String contentRange(long size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }
}
