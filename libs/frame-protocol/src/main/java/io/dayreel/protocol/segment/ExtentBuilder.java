package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameType;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * An extent that still grows. In order it goes on for at most a while after its last picture, or its beginning, so that
 * playing can start somewhere in hours that have no pictures (A5).
 */
final class ExtentBuilder {
    private final TreeMap<Integer, Keys> keys = new TreeMap<>();
    private final int run;
    private boolean ordered = true;
    private long firstCounter;
    private long lastCounter;
    private long firstTime;
    private long lastTime;
    private final long offset;
    private long end;
    private long frames;
    private boolean hasVideo;
    /** Time of the last picture, of the first frame as long as there is none. */
    private long newestPicture;

    /** An extent of one frame. */
    ExtentBuilder(IndexEntry frame, int length) {
        run = frame.run();
        firstCounter = frame.counter();
        lastCounter = frame.counter();
        firstTime = frame.timeMicros();
        lastTime = frame.timeMicros();
        newestPicture = frame.timeMicros();
        offset = frame.offset();
        add(frame, length);
    }

    /** @param quietMicros how long the extent may go on without a picture */
    boolean isContinuedBy(IndexEntry frame, long quietMicros) {
        return frame.run() == run
                && frame.counter() > lastCounter
                && (isVideo(frame) || frame.timeMicros() - newestPicture < quietMicros);
    }

    private static boolean isVideo(IndexEntry frame) {
        return frame.type() == FrameType.VIDEO;
    }

    /** The frame must continue this extent. */
    void add(IndexEntry frame, int length) {
        lastCounter = frame.counter();
        firstTime = Math.min(firstTime, frame.timeMicros());
        lastTime = Math.max(lastTime, frame.timeMicros());
        end = frame.offset() + length;
        frames++;
        if (isVideo(frame)) {
            hasVideo = true;
            newestPicture = frame.timeMicros();
        }
        if (frame.isKeyFrame()) {
            keys.computeIfAbsent(frame.track(), track -> new Keys())
                    .add(frame.counter(), frame.timeMicros(), frame.offset());
        }
    }

    /** Takes a later extent of the same run over; what lies between becomes part of its bytes. */
    void merge(ExtentBuilder later) {
        ordered = false;
        firstCounter = Math.min(firstCounter, later.firstCounter);
        lastCounter = Math.max(lastCounter, later.lastCounter);
        firstTime = Math.min(firstTime, later.firstTime);
        lastTime = Math.max(lastTime, later.lastTime);
        end = later.end;
        frames += later.frames;
        later.keys.forEach(
                (track, more) -> keys.computeIfAbsent(track, t -> new Keys()).addAll(more));
    }

    /** Whether a later extent can be joined to this one, both without a picture, and both stay one that is in order. */
    boolean isOrderedWith(ExtentBuilder later, long quietMicros) {
        return ordered
                && later.ordered
                && !hasVideo
                && !later.hasVideo
                && run == later.run
                && end == later.offset
                && lastCounter < later.firstCounter
                && Math.max(lastTime, later.lastTime) - Math.min(firstTime, later.firstTime) <= quietMicros;
    }

    /** Takes over a later extent that {@link #isOrderedWith fits}. */
    void join(ExtentBuilder later) {
        merge(later);
        ordered = true;
    }

    int run() {
        return run;
    }

    long frames() {
        return frames;
    }

    /** Drops every second key frame of each track but its first. @return how many are left */
    int thin() {
        int left = 0;
        for (Keys track : keys.values()) {
            track.thin();
            left += track.count;
        }
        return left;
    }

    Extent build() {
        List<TrackKeyFrames> tracks = keys.entrySet().stream()
                .map(track -> track.getValue().build(track.getKey(), ordered))
                .toList();
        return new Extent(
                ordered, run, firstCounter, lastCounter, firstTime, lastTime, offset, end - offset, frames, tracks);
    }

    /** Key frames of one track, as columns. */
    private static final class Keys {
        private static final int MIN_CAPACITY = 2;

        private long[] counters = new long[MIN_CAPACITY];
        private long[] times = new long[MIN_CAPACITY];
        private long[] offsets = new long[MIN_CAPACITY];
        private int count;

        void add(long counter, long time, long offset) {
            if (count == counters.length) {
                counters = Arrays.copyOf(counters, count * 2);
                times = Arrays.copyOf(times, count * 2);
                offsets = Arrays.copyOf(offsets, count * 2);
            }
            counters[count] = counter;
            times[count] = time;
            offsets[count] = offset;
            count++;
        }

        void addAll(Keys more) {
            for (int i = 0; i < more.count; i++) {
                add(more.counters[i], more.times[i], more.offsets[i]);
            }
        }

        void thin() {
            int kept = 0;
            for (int i = 0; i < count; i += 2) {
                counters[kept] = counters[i];
                times[kept] = times[i];
                offsets[kept] = offsets[i];
                kept++;
            }
            count = kept;
        }

        TrackKeyFrames build(int track, boolean ordered) {
            int[] order = IntStream.range(0, count).toArray();
            if (!ordered) {
                order = sortedWithoutRepeats();
            }
            return new TrackKeyFrames(track, pick(counters, order), pick(times, order), pick(offsets, order));
        }

        /** By counter; of repeats, the one stored first. */
        private int[] sortedWithoutRepeats() {
            int[] sorted = IntStream.range(0, count)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingLong(i -> counters[i]).thenComparingLong(i -> offsets[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            return IntStream.range(0, count)
                    .filter(i -> i == 0 || counters[sorted[i]] != counters[sorted[i - 1]])
                    .map(i -> sorted[i])
                    .toArray();
        }

        private static long[] pick(long[] column, int[] order) {
            return Arrays.stream(order).mapToLong(i -> column[i]).toArray();
        }
    }
}
