package io.dayreel.media.mp4;

/**
 * What of the media is played, on the capture clock in µs since 1970: from the first time up to, not including, the
 * second.
 */
public record Shown(long startMicros, long endMicros) {
    public Shown {
        if (endMicros <= startMicros) {
            throw new IllegalArgumentException("nothing is between " + startMicros + " and " + endMicros);
        }
    }

    long micros() {
        return endMicros - startMicros;
    }
}
