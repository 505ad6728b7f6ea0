package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameView;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;

/** Counts frames by track, type and codec. Bounded: {@link #hasRoom}. */
final class TrackTally {
    private static final int MAX_TRACKS = 1024;

    private final TreeMap<Integer, Count> counts = new TreeMap<>();

    void add(FrameView frame) {
        int key = frame.track() << 16 | frame.typeCode() << 8 | frame.codecCode();
        Count count = counts.computeIfAbsent(key, k -> new Count());
        count.frames++;
        count.bytes += frame.length();
        count.configurations.set(frame.configuration());
    }

    boolean hasRoom() {
        return counts.size() < MAX_TRACKS;
    }

    /** By track, type and codec. */
    List<TrackSummary> summaries() {
        return counts.entrySet().stream()
                .map(count -> count.getValue().summary(count.getKey()))
                .toList();
    }

    private static final class Count {
        private final BitSet configurations = new BitSet();
        private long frames;
        private long bytes;

        TrackSummary summary(int key) {
            List<Integer> numbers = configurations.stream().boxed().toList();
            return new TrackSummary(key >>> 16, key >>> 8 & 0xFF, key & 0xFF, frames, bytes, numbers);
        }
    }
}
