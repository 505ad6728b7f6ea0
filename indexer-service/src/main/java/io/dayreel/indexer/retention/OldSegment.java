package io.dayreel.indexer.retention;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.stream.StreamId;

/**
 * A segment that might be deleted.
 *
 * @param key object key
 * @param bytes size of the object
 * @param ageFromMillis from when its age counts: the later of its last capture and last receive time (I8), ms since
 *     1970-01-01
 */
public record OldSegment(String key, StreamId stream, long bytes, long ageFromMillis) {

    static OldSegment of(SegmentRecord.Announced segment) {
        long captured = segment.runs().stream()
                .mapToLong(run -> run.lastTimeMicros() / 1000)
                .max()
                .orElse(0);
        return new OldSegment(
                segment.key(), segment.stream(), segment.size(), Math.max(captured, segment.lastReceivedMillis()));
    }
}
