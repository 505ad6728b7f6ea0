package io.dayreel.ingest.testing;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.StreamId;
import java.util.List;
import java.util.Optional;

/** Records that other services write. */
public final class Records {
    private Records() {}

    /** JSON of an announced segment that holds frames {@code first} to {@code last} of a run. */
    public static String announced(String stream, int run, long first, long last) {
        return Json.write(new SegmentRecord.Announced(
                stream + "/segment.drs",
                StreamId.parse(stream),
                1,
                "00",
                last - first + 1,
                List.of(new SegmentRecord.StoredRun(
                        run, CounterRanges.of(new CounterRange(first, last)), 0, 0, Optional.empty())),
                0,
                0,
                List.of(),
                List.of(),
                new byte[0],
                List.of(),
                List.of(),
                false,
                new SegmentRecord.SourceOffsets("topic", 0, 0, 0),
                "size",
                "writer",
                0,
                List.of()));
    }
}
