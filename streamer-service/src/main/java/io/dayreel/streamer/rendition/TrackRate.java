package io.dayreel.streamer.rendition;

/**
 * How many frames and bytes a track has.
 *
 * @param frames counted
 * @param bytes of them
 * @param micros the time that they fill, µs
 * @param peakBitsPerSecond the most that a group of pictures had
 */
public record TrackRate(long frames, long bytes, long micros, long peakBitsPerSecond) {
    /** Nothing was counted. */
    public static final TrackRate NONE = new TrackRate(0, 0, 0, 0);

    private static final long BITS_PER_BYTE = 8;
    private static final double MICROS = 1_000_000;

    public TrackRate plus(TrackRate other) {
        return new TrackRate(
                frames + other.frames,
                bytes + other.bytes,
                micros + other.micros,
                Math.max(peakBitsPerSecond, other.peakBitsPerSecond));
    }

    public boolean isKnown() {
        return frames > 0 && micros > 0;
    }

    public double framesPerSecond() {
        return isKnown() ? frames * MICROS / micros : 0;
    }

    public long averageBitsPerSecond() {
        return isKnown() ? (long) (bytes * BITS_PER_BYTE * MICROS / micros) : 0;
    }

    /** At least the average. */
    public long peak() {
        return Math.max(peakBitsPerSecond, averageBitsPerSecond());
    }
}
