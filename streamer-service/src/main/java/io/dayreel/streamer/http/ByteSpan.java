package io.dayreel.streamer.http;

import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a request's {@code Range} wants of a body (RFC 9110, 14): one range, or all for anything else. */
record ByteSpan(int offset, int length) {
    private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /**
     * @param header may be null
     * @param size of the whole body
     * @throws ProblemException 416 for a range that lies behind it
     */
    static ByteSpan of(String header, int size) {
        Matcher matcher = header == null ? null : ONE.matcher(header.strip());
        boolean one = matcher != null && matcher.matches() && !header.strip().equals("bytes=-");
        if (!one) {
            return new ByteSpan(0, size);
        }
        boolean suffix = matcher.group(1).isEmpty();
        long first = suffix ? Math.max(0, size - Long.parseLong(matcher.group(2))) : Long.parseLong(matcher.group(1));
        long last =
                suffix || matcher.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        if (first >= size || last < first) {
            throw new ProblemException(
                    Problem.of(416, "range", "Range not satisfiable", "the body has " + size + " bytes"));
        }
        return new ByteSpan((int) first, (int) (last - first + 1));
    }

    String contentRange(int size) {
        return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
    }
}
