package io.dayreel.contracts.device;

import com.fasterxml.jackson.databind.JsonMappingException;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;

/**
 * The body of a gone frame (protocol.md, type 9): frames of any day and run of the device that can never be sent.
 *
 * @param ranges at least one, at most {@link #MAX_RANGES}
 * @param reason in the device's words, at most {@link #MAX_REASON} characters, e.g. {@code spool-full}
 */
public record GoneFrames(Day day, int run, CounterRanges ranges, String reason) {
    public static final int MAX_RANGES = 10_000;
    public static final int MAX_REASON = 200;

    /** @throws Malformed if a value is not as it must be */
    public GoneFrames {
        require(run >= 0 && run <= 0xFFFF, "run", "is 0–65535, not " + run);
        require(
                !ranges.isEmpty() && ranges.rangeCount() <= MAX_RANGES,
                "ranges",
                "has 1–" + MAX_RANGES + " ranges, not " + ranges.rangeCount());
        require(
                !reason.isBlank() && reason.length() <= MAX_REASON,
                "reason",
                "is a text of at most " + MAX_REASON + " characters");
    }

    /** A body that names no frames as it must. */
    public static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String field;

        Malformed(String field, String detail) {
            super("gone." + field + " " + detail);
            this.field = "gone." + field;
        }

        /** The field at fault, {@code gone.day}, {@code gone.run}, {@code gone.ranges}, {@code gone.reason} or {@code gone.body}. */
        public String field() {
            return field;
        }
    }

    private record Body(String day, Long run, long[][] ranges, String reason) {}

    /**
     * Reads a gone frame's body.
     *
     * @throws Malformed if it is not JSON or a field is missing or wrong; its message names the field
     */
    public static GoneFrames parse(byte[] body) {
        Body read = body(body);
        require(read.day != null, "day", "is missing: yyyy-mm-dd");
        require(read.run != null, "run", "is missing: 0–65535");
        require(read.run >= 0 && read.run <= 0xFFFF, "run", "is 0–65535, not " + read.run);
        require(read.ranges != null, "ranges", "is missing: [[first,last],…]");
        require(read.reason != null, "reason", "is missing");
        return new GoneFrames(day(read.day), read.run.intValue(), ranges(read.ranges), read.reason);
    }

    private static Body body(byte[] body) {
        try {
            return Json.read(body, Body.class);
        } catch (JsonFormatException e) {
            boolean placed = e.getCause() instanceof JsonMappingException mapping
                    && !mapping.getPath().isEmpty();
            String field = placed
                    ? ((JsonMappingException) e.getCause()).getPath().get(0).getFieldName()
                    : "body";
            throw new Malformed(field, e.getMessage());
        }
    }

    private static Day day(String text) {
        try {
            return Day.parse(text);
        } catch (IllegalArgumentException e) {
            throw new Malformed("day", e.getMessage());
        }
    }

    private static CounterRanges ranges(long[][] pairs) {
        try {
            return CounterRanges.ofArrays(pairs);
        } catch (IllegalArgumentException e) {
            throw new Malformed("ranges", e.getMessage());
        }
    }

    private static void require(boolean condition, String field, String detail) {
        if (!condition) {
            throw new Malformed(field, detail);
        }
    }
}
