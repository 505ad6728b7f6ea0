package io.dayreel.protocol.segment;

import java.util.List;
import java.util.TreeMap;

/**
 * Notes from where on frames name which configuration. Needs no more than the index, so that a reader finds the same as
 * the writer. Bounded: {@link #hasRoom}.
 */
final class ConfigurationTally {
    private static final int MAX_STARTS = 8192;

    private final TreeMap<Long, Long> firstCounters = new TreeMap<>();

    void add(IndexEntry frame) {
        long key = (long) frame.run() << 24 | frame.track() << 16 | frame.typeCode() << 8 | frame.configuration();
        firstCounters.merge(key, frame.counter(), Math::min);
    }

    boolean hasRoom() {
        return firstCounters.size() < MAX_STARTS;
    }

    /** By run, track, type and number. */
    List<ConfigurationStart> starts() {
        return firstCounters.entrySet().stream()
                .map(start -> start(start.getKey(), start.getValue()))
                .toList();
    }

    private static ConfigurationStart start(long key, long firstCounter) {
        return new ConfigurationStart(
                (int) (key >>> 24),
                (int) (key >>> 16) & 0xFF,
                (int) (key >>> 8) & 0xFF,
                (int) key & 0xFF,
                firstCounter);
    }
}
