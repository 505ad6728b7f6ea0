package io.dayreel.protocol.segment;

import java.util.AbstractList;
import java.util.Optional;

/** The key frames of one video track in one extent, by ascending counter. Immutable. */
public final class TrackKeyFrames extends AbstractList<KeyFrame> {
    private final int track;
    private final long[] counters;
    private final long[] times;
    private final long[] offsets;

    /** Takes the arrays over. */
    TrackKeyFrames(int track, long[] counters, long[] times, long[] offsets) {
        this.track = track;
        this.counters = counters;
        this.times = times;
        this.offsets = offsets;
    }

    public int track() {
        return track;
    }

    @Override
    public int size() {
        return counters.length;
    }

    @Override
    public KeyFrame get(int index) {
        return new KeyFrame(track, counters[index], times[index], offsets[index]);
    }

    /** The key frame with the greatest counter that is not above {@code counter}. */
    public Optional<KeyFrame> atOrBefore(long counter) {
        int index = counters.length - 1;
        while (index >= 0 && counters[index] > counter) {
            index--;
        }
        return at(index);
    }

    /** The last key frame whose time is not after {@code timeMicros}. */
    public Optional<KeyFrame> atOrBeforeTime(long timeMicros) {
        int index = times.length - 1;
        while (index >= 0 && times[index] > timeMicros) {
            index--;
        }
        return at(index);
    }

    /** The key frame with the smallest counter above {@code counter}. */
    public Optional<KeyFrame> after(long counter) {
        int index = 0;
        while (index < counters.length && counters[index] <= counter) {
            index++;
        }
        return at(index);
    }

    /** The first key frame from which on all are later than {@code timeMicros}. */
    public Optional<KeyFrame> afterTime(long timeMicros) {
        int index = times.length;
        while (index > 0 && times[index - 1] > timeMicros) {
            index--;
        }
        return at(index);
    }

    private Optional<KeyFrame> at(int index) {
        return index >= 0 && index < counters.length ? Optional.of(get(index)) : Optional.empty();
    }
}
