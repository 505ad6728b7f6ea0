package io.dayreel.streamer.thumbnails;

import java.util.OptionalInt;

/**
 * Pictures at even steps of a range: the middle of each of its {@code count} parts.
 *
 * @param fromMicros capture time
 * @param toMicros later than that
 * @param count 1 to 240
 * @param width of each picture in pixels
 * @param track the video track with the smallest number if absent
 */
public record StripRequest(long fromMicros, long toMicros, int count, int width, OptionalInt track) {
    /** Pictures in a strip. */
    public static final int MAX_COUNT = 240;

    public StripRequest {
        if (toMicros <= fromMicros || count < 1 || count > MAX_COUNT || width < 2) {
            throw new IllegalArgumentException("a strip of " + count + " pictures, each " + width + " wide");
        }
    }

    long timeMicros(int step) {
        return fromMicros + (long) ((toMicros - fromMicros) * (step + 0.5) / count);
    }
}
