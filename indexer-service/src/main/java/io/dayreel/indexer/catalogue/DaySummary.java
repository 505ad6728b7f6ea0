package io.dayreel.indexer.catalogue;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.segments.SegmentRecord.StoredRun;

/**
 * Totals of one stream's announced segments, kept so that lists of days and devices read one small record per day.
 *
 * @param frames stored frames, repeats included
 * @param bytes size of the segment objects
 * @param segments number of segments
 * @param firstTimeMicros smallest capture time, µs since 1970-01-01
 * @param lastTimeMicros largest capture time
 * @param lastReceivedMillis newest receive time, ms since 1970-01-01
 */
public record DaySummary(
        long frames, long bytes, long segments, long firstTimeMicros, long lastTimeMicros, long lastReceivedMillis) {

    public static DaySummary none() {
        return new DaySummary(0, 0, 0, Long.MAX_VALUE, Long.MIN_VALUE, 0);
    }

    public DaySummary with(SegmentRecord.Announced segment) {
        long first = segment.runs().stream()
                .mapToLong(StoredRun::firstTimeMicros)
                .min()
                .orElse(firstTimeMicros);
        long last = segment.runs().stream()
                .mapToLong(StoredRun::lastTimeMicros)
                .max()
                .orElse(lastTimeMicros);
        return new DaySummary(
                frames + segment.frames(),
                bytes + segment.size(),
                segments + 1,
                Math.min(firstTimeMicros, first),
                Math.max(lastTimeMicros, last),
                Math.max(lastReceivedMillis, segment.lastReceivedMillis()));
    }
}
