package io.dayreel.streamer.dash;

import java.time.Instant;
import java.util.Locale;

/**
 * Times in a manifest. They are whole milliseconds: players count in doubles with 15 digits, which microseconds since
 * 1970 do not fit into.
 */
final class MpdTimes {
    /** Ticks a second of all timelines. */
    static final int TIMESCALE = 1_000;

    private static final long MICROS_PER_MILLI = 1_000;

    private MpdTimes() {}

    /** Since 1970-01-01; a moment and the one before it are a span's end and the next one's start alike. */
    static long millis(long micros) {
        return Math.floorDiv(micros, MICROS_PER_MILLI);
    }

    /** {@code xs:duration}. */
    static String duration(long millis) {
        return String.format(Locale.ROOT, "PT%d.%03dS", millis / TIMESCALE, millis % TIMESCALE);
    }

    /** {@code xs:dateTime}. */
    static String dateTime(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
