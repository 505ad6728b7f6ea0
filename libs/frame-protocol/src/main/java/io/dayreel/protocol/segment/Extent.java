package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameLayout;
import java.util.List;
import java.util.Optional;

/**
 * A stretch of a segment that holds frames of one run.
 *
 * <p>In an ordered extent the frames lie one behind the other, by ascending counter, with nothing between them. An
 * unordered extent stands for many small ones: its bytes hold its frames in any order and may hold frames of other
 * runs and repeats too, so that a reader filters and sorts.
 *
 * @param ordered see above
 * @param run 0–65535
 * @param firstCounter smallest counter
 * @param lastCounter largest counter; counters between may be missing
 * @param firstTimeMicros smallest decode time of its frames, µs
 * @param lastTimeMicros largest decode time of its frames, µs
 * @param offset of the first byte within the object
 * @param length bytes
 * @param frameCount frames of this run in it
 * @param keyFrames of each video track that has any, by ascending track
 */
public record Extent(
        boolean ordered,
        int run,
        long firstCounter,
        long lastCounter,
        long firstTimeMicros,
        long lastTimeMicros,
        long offset,
        long length,
        long frameCount,
        List<TrackKeyFrames> keyFrames) {
    /**
     * How far apart, in capture time, frames of different tracks may lie that are stored side by side: an encoder
     * hands out pictures later than the sound of the same instant.
     */
    static final long INTERLEAVE_SLACK_MICROS = 1_000_000;

    public Extent {
        if (firstCounter < 0 || lastCounter < firstCounter || lastCounter > 0xFFFF_FFFFL || run < 0 || run > 0xFFFF) {
            throw new IllegalArgumentException("extent of run " + run + ", " + firstCounter + "-" + lastCounter);
        }
        if (lastTimeMicros < firstTimeMicros || offset < 0 || offset + length < 0) {
            throw new IllegalArgumentException("extent at " + offset + "+" + length);
        }
        if (frameCount < 1 || length / FrameLayout.HEADER_LENGTH < frameCount) {
            throw new IllegalArgumentException("extent of " + frameCount + " frames in " + length + " bytes");
        }
        keyFrames = List.copyOf(keyFrames);
    }

    /** Where it lies in the object. */
    public ByteRange bytes() {
        return new ByteRange(offset, length);
    }

    public boolean overlapsCounters(long first, long last) {
        return firstCounter <= last && lastCounter >= first;
    }

    public boolean overlapsTimes(long fromMicros, long toMicros) {
        return firstTimeMicros <= toMicros && lastTimeMicros >= fromMicros;
    }

    /** The key frames of a track; empty if it has none here. */
    public Optional<TrackKeyFrames> track(int track) {
        return keyFrames.stream().filter(keys -> keys.track() == track).findFirst();
    }

    /**
     * The bytes to fetch for counters {@code first} to {@code last}: from the key frames that they need, to where the
     * next key frame says that they are past. Holds every frame of that range, and others.
     */
    public ByteRange bytesForCounters(long first, long last) {
        if (!ordered) {
            return bytes();
        }
        long from = Long.MAX_VALUE;
        long to = offset + length;
        for (TrackKeyFrames keys : keyFrames) {
            from = Math.min(from, keys.atOrBefore(first).map(KeyFrame::offset).orElse(offset));
            to = Math.min(to, keys.after(last).map(KeyFrame::offset).orElse(to));
        }
        return between(from, to);
    }

    /**
     * The bytes to fetch for times {@code fromMicros} to {@code toMicros}, likewise. Frames of other tracks are
     * included as long as tracks are interleaved to within a second.
     */
    public ByteRange bytesForTimes(long fromMicros, long toMicros) {
        if (!ordered || keyFrames.isEmpty()) {
            return bytes();
        }
        long earliest = Math.max(fromMicros, Long.MIN_VALUE + INTERLEAVE_SLACK_MICROS) - INTERLEAVE_SLACK_MICROS;
        long latest = Math.min(toMicros, Long.MAX_VALUE - INTERLEAVE_SLACK_MICROS) + INTERLEAVE_SLACK_MICROS;
        long from = Long.MAX_VALUE;
        long to = 0;
        for (TrackKeyFrames keys : keyFrames) {
            from = Math.min(
                    from, keys.atOrBeforeTime(earliest).map(KeyFrame::offset).orElse(offset));
            to = Math.max(to, keys.afterTime(latest).map(KeyFrame::offset).orElse(offset + length));
        }
        return between(from, to);
    }

    private ByteRange between(long from, long to) {
        long start = from == Long.MAX_VALUE ? offset : from;
        return new ByteRange(start, Math.max(0, to - start));
    }
}
