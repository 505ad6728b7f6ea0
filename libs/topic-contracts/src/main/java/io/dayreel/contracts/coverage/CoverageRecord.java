package io.dayreel.contracts.coverage;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dayreel.contracts.device.GoneFrames;
import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.StreamId;
import java.util.List;
import java.util.Optional;

/** Value of the topic {@code coverage}: frames that are durable in {@code frames}, and how far that is known (I9). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CoverageRecord.Ranges.class, name = "ranges"),
    @JsonSubTypes.Type(value = CoverageRecord.Watermark.class, name = "watermark")
})
public sealed interface CoverageRecord {

    /** Key of the watermark of a partition; it is written to the same partition number of {@code coverage}. */
    static String watermarkKey(int partition) {
        return "watermark/" + partition;
    }

    /**
     * Frames of one stream seen since the last report; reports may overlap.
     *
     * @param nextOffset everything of the stream before this offset of its {@code frames} partition has been reported
     * @param gone what the device declared, in frames of this stream, as never to be sent; of any of its days
     */
    record Ranges(
            StreamId stream,
            List<CoveredRun> runs,
            long conflicts,
            int partition,
            long nextOffset,
            List<GoneFrames> gone)
            implements CoverageRecord {
        public Ranges {
            runs = List.copyOf(runs);
            gone = gone == null ? List.of() : List.copyOf(gone);
        }

        /** A report without declarations of gone frames. */
        public Ranges(StreamId stream, List<CoveredRun> runs, long conflicts, int partition, long nextOffset) {
            this(stream, runs, conflicts, partition, nextOffset, List.of());
        }
    }

    /** Everything of the partition before {@code nextOffset}, received up to {@code timestampMillis}, was reported. */
    record Watermark(int partition, long nextOffset, long timestampMillis) implements CoverageRecord {}

    /**
     * @param ranges counters seen; the end-of-run frame is one of them
     * @param firstTimeMicros smallest capture time, µs since 1970-01-01
     * @param frames number of frames seen, repeats included
     * @param bytes their bytes
     * @param end present once the run's end was seen
     */
    record CoveredRun(
            int run,
            CounterRanges ranges,
            long firstTimeMicros,
            long lastTimeMicros,
            long frames,
            long bytes,
            Optional<RunEnd> end) {}
}
