package io.dayreel.media.text;

import java.nio.charset.StandardCharsets;

/** Writes WebVTT (W3C, section 4). Whatever text a cue has, the file stays well formed. One use by one thread. */
public final class WebVttWriter {
    private static final long MICROS_PER_MILLI = 1_000;
    private static final String ARROW = "-->";

    private final StringBuilder text = new StringBuilder(256).append("WEBVTT\n");

    /**
     * Says which time of the media a time of the cues is (RFC 8216, 3.5). Only before the first cue.
     *
     * @param mpegTicks 90 000 a second, below 2³³
     * @param localMicros counted as the cues' times are, a whole number of ms
     */
    public WebVttWriter mapped(long mpegTicks, long localMicros) {
        text.append("X-TIMESTAMP-MAP=LOCAL:")
                .append(CueTime.webVttText(localMicros / MICROS_PER_MILLI))
                .append(",MPEGTS:")
                .append(mpegTicks)
                .append('\n');
        return this;
    }

    /**
     * A cue; one that lasts less than a millisecond is left out, one without text too.
     *
     * @param identifier one line without an arrow; empty for none
     * @param cue with times that are not below zero
     */
    public WebVttWriter cue(String identifier, Cue cue) {
        long start = millis(cue.startMicros());
        long end = millis(cue.endMicros());
        String payload = payload(cue.payload());
        if (end <= start || payload.isEmpty()) {
            return this;
        }
        text.append('\n');
        if (!identifier.isEmpty()) {
            text.append(identifier).append('\n');
        }
        text.append(CueTime.webVttText(start))
                .append(' ')
                .append(ARROW)
                .append(' ')
                .append(CueTime.webVttText(end))
                .append('\n')
                .append(payload)
                .append('\n');
        return this;
    }

    private static long millis(long micros) {
        return Math.floorDiv(micros + MICROS_PER_MILLI / 2, MICROS_PER_MILLI);
    }

    /** Text as it can stand in a cue: no blank line, which would end it, no arrow, which would begin another one. */
    static String payload(String wanted) {
        StringBuilder lines = new StringBuilder(wanted.length());
        wanted.replace('\0', '\uFFFD')
                .replace(ARROW, "--&gt;")
                .lines()
                .filter(line -> !line.isBlank())
                .forEach(line -> {
                    if (!lines.isEmpty()) {
                        lines.append('\n');
                    }
                    lines.append(line);
                });
        return lines.toString();
    }

    /** UTF-8. */
    public byte[] toByteArray() {
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
