package io.dayreel.media.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as files of captions write them. */
final class CueTime {
    private static final Pattern WEB_VTT = Pattern.compile("(?:(\\d{2,6}):)?([0-5]\\d):([0-5]\\d)\\.(\\d{3})");
    private static final Pattern SUB_RIP = Pattern.compile("(?:(\\d{1,6}):)?([0-5]?\\d):([0-5]?\\d)[,.](\\d{1,3})");

    private static final String ARROW = "-->";
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long MINUTES_PER_HOUR = 60;
    private static final long MICROS_PER_MILLI = 1_000;

    private CueTime() {}

    /** From when to when, µs. */
    record Timing(long startMicros, long endMicros) {}

    /** {@code 00:01.000 --> 00:02.500}, and whatever settings are behind it. */
    static Timing webVtt(int number, String line) throws CueFormatException {
        return timing(number, line, WEB_VTT, "00:00:01.000 --> 00:00:02.500");
    }

    /** {@code 00:00:01,000 --> 00:00:02,500}; a point is taken for the comma. */
    static Timing subRip(int number, String line) throws CueFormatException {
        return timing(number, line, SUB_RIP, "00:00:01,000 --> 00:00:02,500");
    }

    static boolean isTiming(String line) {
        return line.contains(ARROW);
    }

    private static Timing timing(int number, String line, Pattern form, String example) throws CueFormatException {
        int arrow = line.indexOf(ARROW);
        String[] behind = line.substring(arrow + ARROW.length()).strip().split("[ \\t]", 2);
        Matcher start = form.matcher(line.substring(0, arrow).strip());
        Matcher end = form.matcher(behind[0]);
        if (!start.matches() || !end.matches()) {
            throw new CueFormatException(number, "'" + shown(line) + "' is no timing like " + example);
        }
        Timing timing = new Timing(micros(start), micros(end));
        if (timing.endMicros() <= timing.startMicros()) {
            throw new CueFormatException(number, "the cue ends when or before it begins: " + shown(line));
        }
        return timing;
    }

    private static long micros(Matcher time) {
        long hours = time.group(1) == null ? 0 : Long.parseLong(time.group(1));
        long minutes = hours * MINUTES_PER_HOUR + Long.parseLong(time.group(2));
        long seconds = minutes * SECONDS_PER_MINUTE + Long.parseLong(time.group(3));
        String fraction = (time.group(4) + "00").substring(0, 3);
        return (seconds * MILLIS_PER_SECOND + Long.parseLong(fraction)) * MICROS_PER_MILLI;
    }

    /** As WebVTT writes a time, with at least two digits of hours. @param millis not below zero */
    static String webVttText(long millis) {
        long seconds = millis / MILLIS_PER_SECOND;
        long minutes = seconds / SECONDS_PER_MINUTE;
        StringBuilder text = new StringBuilder(16);
        digits(text, minutes / MINUTES_PER_HOUR, 2).append(':');
        digits(text, minutes % MINUTES_PER_HOUR, 2).append(':');
        digits(text, seconds % SECONDS_PER_MINUTE, 2).append('.');
        return digits(text, millis % MILLIS_PER_SECOND, 3).toString();
    }

    private static StringBuilder digits(StringBuilder target, long number, int count) {
        String text = Long.toString(number);
        return target.append("0".repeat(Math.max(0, count - text.length()))).append(text);
    }

    static String shown(String line) {
        return line.length() <= 60 ? line.strip() : line.substring(0, 60).strip() + "…";
    }
}
