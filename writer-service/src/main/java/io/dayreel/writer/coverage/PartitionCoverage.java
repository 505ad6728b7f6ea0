package io.dayreel.writer.coverage;

import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.protocol.stream.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was seen of one partition since it was last reported. Not thread-safe. */
public final class PartitionCoverage {
    /** How old news of the log's end, and how late a record behind its receive time, may be. */
    private static final long NEWS_OF_END_MILLIS = 2_000;

    private final int partition;
    private Map<StreamId, StreamCoverage> streams = new HashMap<>();
    private long nextOffset;
    private long receivedMillis;

    /** @param nextOffset first offset that will be consumed */
    public PartitionCoverage(int partition, long nextOffset) {
        this.partition = partition;
        this.nextOffset = nextOffset;
    }

    int partition() {
        return partition;
    }

    /** Offset of the record to consume next. */
    long nextOffset() {
        return nextOffset;
    }

    /** Where to note frames of a record; only valid until the next report. */
    public StreamCoverage of(StreamId stream) {
        return streams.computeIfAbsent(stream, StreamCoverage::new);
    }

    /** A record was consumed to its end. @param received when ingest received it, ms since 1970-01-01 UTC */
    public void consumed(long offset, long received) {
        nextOffset = offset + 1;
        receivedMillis = Math.max(receivedMillis, received);
    }

    /** The log was consumed to the end that Kafka last told of. */
    public void caughtUp(long nowMillis) {
        receivedMillis = Math.max(receivedMillis, nowMillis - NEWS_OF_END_MILLIS);
    }

    /** Hands out what there is to report and begins anew. */
    Report takeReport() {
        Report report = new Report(
                List.copyOf(streams.values()), new CoverageRecord.Watermark(partition, nextOffset, receivedMillis));
        streams = new HashMap<>();
        return report;
    }

    /** Takes back a report that did not get through, to report it with the next one. */
    void takeBack(Report report) {
        report.streams.forEach(unreported -> of(unreported.stream()).addAll(unreported));
    }

    /** Ranges to report, and the watermark that holds once all of them are reported. */
    record Report(List<StreamCoverage> streams, CoverageRecord.Watermark watermark) {
        List<CoverageRecord.Ranges> ranges() {
            List<CoverageRecord.Ranges> ranges = new ArrayList<>(streams.size());
            for (StreamCoverage stream : streams) {
                if (stream.hasNews()) {
                    ranges.addAll(ReportPieces.of(stream, watermark));
                }
            }
            return ranges;
        }
    }
}
