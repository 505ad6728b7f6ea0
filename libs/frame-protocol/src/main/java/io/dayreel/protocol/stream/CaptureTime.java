package io.dayreel.protocol.stream;

import java.time.DateTimeException;
import java.time.Instant;

/** Capture times as callers write them. */
public final class CaptureTime {
    private static final Instant FIRST = Instant.EPOCH;
    private static final Instant LAST = Day.LAST.start();

    private CaptureTime() {}

    /**
     * An instant that frames may have: from 1970-01-01 to 2149-06-06, so that its {@link Day} exists, and the next.
     *
     * @throws IllegalArgumentException with a message for the caller unless the text is an RFC 3339 time between them
     */
    public static Instant parse(String text) {
        Instant time;
        try {
            time = Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("a time is written 2026-11-21T10:00:00Z, not '" + text + "'", e);
        }
        if (time.isBefore(FIRST) || time.isAfter(LAST)) {
            throw new IllegalArgumentException("a time is from " + FIRST + " to " + LAST + ", not '" + text + "'");
        }
        return time;
    }
}
