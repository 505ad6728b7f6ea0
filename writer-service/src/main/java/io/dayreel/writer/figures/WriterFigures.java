package io.dayreel.writer.figures;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * What a writer process counts and measures about itself; {@code wiring} makes metrics of it. Counters only grow since
 * the process started. Thread-safe.
 */
public final class WriterFigures {
    /** Things that happened. */
    public enum Count {
        FRAMES_SPOOLED("frames.spooled", "Frames put into segments"),
        BYTES_SPOOLED("bytes.spooled", "Bytes of frames put into segments"),
        REPEATS_DROPPED("repeats.dropped", "Frames dropped because the same bytes were seen before"),
        CONFLICTS("conflicts", "Frames kept and flagged because other bytes were seen at their position"),
        RECORDS_BAD("records.bad", "Records of which not everything could be decoded"),
        RECORDS_MISADDRESSED("records.misaddressed", "Records whose frames are of another day than their key"),
        RECORDS_SKIPPED("records.skipped", "Records that were archived already, met again on replay"),
        CONFIGURATIONS_LACKING(
                "configurations.lacking", "Segments closed without a configuration that their video or audio names"),
        SEGMENTS_ANNOUNCED("segments.announced", "Segments announced together with their offsets"),
        STORE_RETRIES("store.retries", "Attempts to store a segment that failed and were repeated"),
        TRANSACTIONS_FAILED("transactions.failed", "Announcements that Kafka refused and that were repeated"),
        RESETS("resets", "Times that all partitions were begun anew from their committed offsets"),
        COVERAGE_FAILED("coverage.failed", "Reports of coverage that Kafka did not take and that were repeated"),
        RECORDS_TRIMMED("trims", "Requests to delete frames behind the archive");

        private final String metric;
        private final String description;

        Count(String metric, String description) {
            this.metric = metric;
            this.description = description;
        }

        /** Name of the metric without the service's prefix. */
        public String metric() {
            return metric;
        }

        public String description() {
            return description;
        }
    }

    /** Things as they are now. */
    public enum Gauge {
        LAG_RECORDS("lag.records", "Records of the assigned partitions that were not consumed yet"),
        COMMIT_LAG_RECORDS("commit.lag.records", "Records consumed and not covered by a committed offset"),
        OPEN_SEGMENTS("segments.open", "Segments being built"),
        WAITING_SEGMENTS("segments.waiting", "Closed segments that are not announced yet"),
        SPOOL_BYTES("spool.bytes", "Bytes in the spool"),
        PARTITIONS("partitions.assigned", "Partitions of this writer"),
        PARTITIONS_PAUSED("partitions.paused", "Partitions that wait for the store or for room in the spool"),
        PARTITIONS_RECOVERING("partitions.recovering", "Partitions whose place in the log is being looked up"),
        PARTITIONS_STOPPED("partitions.stopped", "Partitions that stand still until somebody acts");

        private final String metric;
        private final String description;

        Gauge(String metric, String description) {
            this.metric = metric;
            this.description = description;
        }

        /** Name of the metric without the service's prefix. */
        public String metric() {
            return metric;
        }

        public String description() {
            return description;
        }
    }

    private final LongAdder[] counts = new LongAdder[Count.values().length];
    private final AtomicLong[] gauges = new AtomicLong[Gauge.values().length];

    public WriterFigures() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
        for (int i = 0; i < gauges.length; i++) {
            gauges[i] = new AtomicLong();
        }
    }

    public void count(Count what) {
        counts[what.ordinal()].increment();
    }

    public void count(Count what, long times) {
        counts[what.ordinal()].add(times);
    }

    public long get(Count what) {
        return counts[what.ordinal()].sum();
    }

    public void set(Gauge what, long value) {
        gauges[what.ordinal()].set(value);
    }

    public long get(Gauge what) {
        return gauges[what.ordinal()].get();
    }
}
