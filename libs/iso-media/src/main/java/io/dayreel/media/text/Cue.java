package io.dayreel.media.text;

import java.util.Objects;

/**
 * Text and when it is shown.
 *
 * @param startMicros µs from the start of the file, or since 1970-01-01
 * @param endMicros later than the start
 * @param payload WebVTT cue payload text: lines with LF between them, tags and character references as WebVTT has them
 */
public record Cue(long startMicros, long endMicros, String payload) {
    public Cue {
        Objects.requireNonNull(payload);
        if (endMicros <= startMicros) {
            throw new IllegalArgumentException("a cue from " + startMicros + " to " + endMicros + " µs");
        }
    }

    /** Whether any of it is shown from a time on, before another one. */
    public boolean overlaps(long fromMicros, long toMicros) {
        return startMicros < toMicros && endMicros > fromMicros;
    }
}
