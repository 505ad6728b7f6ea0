package io.dayreel.tail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/** Key frames of one run by ascending counter, each once, as columns. Not thread-safe. */
final class KeyFrames {
    private int[] tracks = new int[8];
    private int[] configurations = new int[8];
    private long[] counters = new long[8];
    private long[] times = new long[8];
    private int count;

    void add(TailKeyFrame key) {
        int at = upperBound(key.counter());
        if (at > 0 && counters[at - 1] == key.counter()) {
            return;
        }
        if (count == counters.length) {
            tracks = Arrays.copyOf(tracks, count * 2);
            configurations = Arrays.copyOf(configurations, count * 2);
            counters = Arrays.copyOf(counters, count * 2);
            times = Arrays.copyOf(times, count * 2);
        }
        System.arraycopy(tracks, at, tracks, at + 1, count - at);
        System.arraycopy(configurations, at, configurations, at + 1, count - at);
        System.arraycopy(counters, at, counters, at + 1, count - at);
        System.arraycopy(times, at, times, at + 1, count - at);
        tracks[at] = key.track();
        configurations[at] = key.configuration();
        counters[at] = key.counter();
        times[at] = key.timeMicros();
        count++;
    }

    /** The last key frame of each track that is not later than {@code timeMicros}, by ascending track. */
    List<TailKeyFrame> lastOfEachTrack(long timeMicros) {
        TreeMap<Integer, TailKeyFrame> result = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            if (times[i] <= timeMicros) {
                result.put(tracks[i], key(i));
            }
        }
        return new ArrayList<>(result.values());
    }

    /** The last key frame of each track whose counter is not above {@code counter}, by ascending track. */
    List<TailKeyFrame> lastOfEachTrackUpTo(long counter) {
        TreeMap<Integer, TailKeyFrame> result = new TreeMap<>();
        for (int i = 0; i < count && counters[i] <= counter; i++) {
            result.put(tracks[i], key(i));
        }
        return new ArrayList<>(result.values());
    }

    /** Those of all tracks with counters {@code first} to {@code last}, ascending. */
    List<TailKeyFrame> between(long first, long last) {
        List<TailKeyFrame> result = new ArrayList<>();
        for (int i = upperBound(first - 1); i < count && counters[i] <= last; i++) {
            result.add(key(i));
        }
        return result;
    }

    private TailKeyFrame key(int at) {
        return new TailKeyFrame(tracks[at], counters[at], times[at], configurations[at]);
    }

    void removeBelow(long counter) {
        int from = upperBound(counter - 1);
        tracks = Arrays.copyOfRange(tracks, from, Math.max(from + 8, count));
        configurations = Arrays.copyOfRange(configurations, from, Math.max(from + 8, count));
        counters = Arrays.copyOfRange(counters, from, Math.max(from + 8, count));
        times = Arrays.copyOfRange(times, from, Math.max(from + 8, count));
        count -= from;
    }

    private int upperBound(long counter) {
        int low = 0;
        int high = count;
        if (count > 0 && counters[count - 1] <= counter) {
            return count;
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (counters[middle] <= counter) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
