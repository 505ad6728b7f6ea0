package io.dayreel.writer.announce;

import io.dayreel.contracts.segments.SegmentRecord;
import java.util.List;
import java.util.OptionalLong;

/**
 * What one transaction says of one partition.
 *
 * @param offset all records before it are in announced segments, these included, or need none
 * @param announcements of segments that are stored; may be empty, when only the offset moves
 * @param known what earlier announcements ask of the metadata
 */
public record PartitionCommit(int partition, long offset, List<SegmentRecord.Announced> announcements, Known known) {
    public PartitionCommit {
        announcements = List.copyOf(announcements);
    }

    /**
     * What the writer knows of the partition's announcements so far.
     *
     * @param framesTopicId Kafka's id of {@code frames}
     * @param segmentsTopicId Kafka's id of {@code segments}
     * @param oldestNeeded earliest announcement in {@code segments} that reaches behind {@code offset} or that no
     *     announced segment follows yet, if any does
     * @param segmentsEnd no announcement before this offset of {@code segments} is needed unless it is the oldest needed
     */
    public record Known(String framesTopicId, String segmentsTopicId, OptionalLong oldestNeeded, long segmentsEnd) {}
}
