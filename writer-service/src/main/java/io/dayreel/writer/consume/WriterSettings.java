package io.dayreel.writer.consume;

import java.time.Duration;

/**
 * How a writer consumes. Segment limits are {@link io.dayreel.writer.spool.SpoolLimits}.
 *
 * @param instance name of this process, stable over restarts
 * @param group consumer group of all writers
 * @param spool bounds of the disk
 * @param handover what happens to open segments when partitions go
 * @param pace how often what is done
 * @param tailWindow how long records stay in {@code frames} after they were archived
 */
public record WriterSettings(
        String instance, String group, Spool spool, Handover handover, Pace pace, Duration tailWindow) {

    /**
     * @param maxBytes of all open and closed segments; exceeded by a record and 1 MiB at most
     * @param minFreeBytes left free on the spool's disk for footers and other processes
     * @param segmentMaxBytes largest segment
     */
    public record Spool(long maxBytes, long minFreeBytes, long segmentMaxBytes) {
        public Spool {
            if (maxBytes < 2 * segmentMaxBytes || minFreeBytes < 0) {
                throw new IllegalArgumentException("spool-max-size must be at least twice segment-max-size");
            }
        }

        /** Bytes of closed segments at which one of so many partitions pauses. */
        long shareOf(int partitions) {
            return Math.max(maxBytes / Math.max(1, partitions), 2 * segmentMaxBytes);
        }
    }

    /**
     * @param minBytes an open segment of at least this size is stored; a smaller one is dropped, and replay builds it again
     * @param limit how long a partition that goes waits for the store
     */
    public record Handover(long minBytes, Duration limit) {}

    /**
     * @param coverage between two reports of coverage
     * @param commit between two commits that move an offset without announcing anything
     * @param trim between two deletions behind the archive
     * @param retry after Kafka or the disk refused something
     */
    public record Pace(Duration coverage, Duration commit, Duration trim, Duration retry) {}
}
