package io.dayreel.streamer.hls;

import io.dayreel.contracts.cuts.CutSpan;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.LongFunction;

/** Writes the tags of a playlist (RFC 8216bis, section 4), one a line. One use by one thread. */
final class Tags {
    private static final long MICROS = 1_000_000;
    static final long MICROS_PER_MILLI = 1_000;
    private static final long MILLIS_PER_DAY = 86_400_000;

    private final StringBuilder text = new StringBuilder(4096);
    private long dateOf = Long.MIN_VALUE;
    private String date = "";

    Tags(int version) {
        line("#EXTM3U");
        line("#EXT-X-VERSION:" + version);
    }

    Tags line(String line) {
        text.append(line).append('\n');
        return this;
    }

    Tags map(String uri) {
        text.append("#EXT-X-MAP:URI=\"").append(uri).append("\"\n");
        return this;
    }

    Tags dateTime(long micros) {
        text.append("#EXT-X-PROGRAM-DATE-TIME:");
        appendDateTime(text, micros, this::date);
        text.append('\n');
        return this;
    }

    Tags segment(CutSpan span, String uri) {
        text.append("#EXTINF:");
        seconds(listedMillis(span));
        text.append(",\n").append(uri).append('\n');
        return this;
    }

    /** @param millis its duration */
    Tags part(long millis, String uri, boolean independent, boolean gap) {
        text.append("#EXT-X-PART:DURATION=");
        seconds(millis);
        text.append(",URI=\"").append(uri).append('"');
        if (independent) {
            text.append(",INDEPENDENT=YES");
        }
        if (gap) {
            text.append(",GAP=YES");
        }
        text.append('\n');
        return this;
    }

    /**
     * A stretch's duration between the times that {@link #dateTime} says of its ends, at least 1 ms. Durations and times
     * say the same of where a segment begins then: Shaka Player lists a segment a second time, and waits for parts of the
     * first one for ever, if its time is a millisecond behind the sum of durations.
     */
    static long listedMillis(CutSpan span) {
        return Math.max(
                1,
                Math.floorDiv(span.endMicros(), MICROS_PER_MILLI)
                        - Math.floorDiv(span.startMicros(), MICROS_PER_MILLI));
    }

    /** With three digits. */
    private void seconds(long millis) {
        text.append(millis / 1000).append('.');
        long rest = millis % 1000;
        if (rest < 100) {
            text.append('0');
        }
        if (rest < 10) {
            text.append('0');
        }
        text.append(rest);
    }

    /** Seconds as attribute values have them. */
    static String decimal(long micros) {
        return String.format(Locale.ROOT, "%.3f", (double) micros / MICROS);
    }

    static String dateTimeOf(long micros) {
        StringBuilder target = new StringBuilder(24);
        appendDateTime(target, micros, day -> LocalDate.ofEpochDay(day).toString());
        return target.toString();
    }

    /** RFC 3339 with milliseconds, by hand: a formatter took half of the time of a day's playlist. */
    private static void appendDateTime(StringBuilder target, long micros, LongFunction<String> dates) {
        long millis = Math.floorDiv(micros, MICROS_PER_MILLI);
        int ofDay = (int) Math.floorMod(millis, MILLIS_PER_DAY);
        target.append(dates.apply(Math.floorDiv(millis, MILLIS_PER_DAY))).append('T');
        digits(target, ofDay / 3_600_000, 2).append(':');
        digits(target, ofDay / 60_000 % 60, 2).append(':');
        digits(target, ofDay / 1_000 % 60, 2).append('.');
        digits(target, ofDay % 1_000, 3).append('Z');
    }

    /** Most segments of a playlist are of one day. */
    private String date(long day) {
        if (day != dateOf) {
            dateOf = day;
            date = LocalDate.ofEpochDay(day).toString();
        }
        return date;
    }

    private static StringBuilder digits(StringBuilder target, int number, int count) {
        String text = Integer.toString(number);
        for (int i = text.length(); i < count; i++) {
            target.append('0');
        }
        return target.append(text);
    }

    /** Whole seconds as EXT-X-TARGETDURATION counts them: rounded to the nearest (4.4.3.1). */
    static int targetSeconds(long longestMicros) {
        return (int) Math.max(1, (longestMicros + MICROS / 2) / MICROS);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    StringBuilder text() {
        return text;
    }
}
