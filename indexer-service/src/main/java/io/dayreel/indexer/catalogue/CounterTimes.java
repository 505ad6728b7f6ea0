package io.dayreel.indexer.catalogue;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.segment.Extent;
import io.dayreel.protocol.segment.KeyFrame;
import io.dayreel.protocol.segment.KeyFrameTable;
import io.dayreel.protocol.segment.TrackKeyFrames;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * When the frames of a run were captured, as far as key-frame tables tell: exact at extents' ends and key frames,
 * in proportion between them.
 */
final class CounterTimes {
    private final NavigableMap<Long, Long> microsByCounter;

    private CounterTimes(NavigableMap<Long, Long> microsByCounter) {
        this.microsByCounter = microsByCounter;
    }

    static CounterTimes of(int run, List<SegmentRecord.Announced> segments) {
        NavigableMap<Long, Long> known = new TreeMap<>();
        for (SegmentRecord.Announced segment : segments) {
            for (Extent extent : KeyFrameTable.decode(segment.keyFrames()).extents()) {
                if (extent.run() == run) {
                    note(known, extent);
                }
            }
        }
        if (known.isEmpty()) {
            segments.stream()
                    .flatMap(segment -> segment.runs().stream())
                    .filter(each -> each.run() == run && !each.ranges().isEmpty())
                    .forEach(each -> note(known, each));
        }
        return new CounterTimes(known);
    }

    private static void note(NavigableMap<Long, Long> known, Extent extent) {
        known.put(extent.firstCounter(), extent.firstTimeMicros());
        known.put(extent.lastCounter(), extent.lastTimeMicros());
        for (TrackKeyFrames track : extent.keyFrames()) {
            for (KeyFrame key : track) {
                known.put(key.counter(), key.timeMicros());
            }
        }
    }

    /** Without a key-frame table the ends of what is stored have to do. */
    private static void note(NavigableMap<Long, Long> known, SegmentRecord.StoredRun stored) {
        known.put(stored.ranges().first(), stored.firstTimeMicros());
        known.put(stored.ranges().last(), stored.lastTimeMicros());
    }

    Instant at(long counter) {
        Map.Entry<Long, Long> before = microsByCounter.floorEntry(counter);
        Map.Entry<Long, Long> after = microsByCounter.ceilingEntry(counter);
        long micros;
        if (before == null || after == null) {
            micros = before != null ? before.getValue() : after.getValue();
        } else if (before.getKey().equals(after.getKey())) {
            micros = before.getValue();
        } else {
            double share = (double) (counter - before.getKey()) / (after.getKey() - before.getKey());
            micros = before.getValue() + Math.round(share * (after.getValue() - before.getValue()));
        }
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
