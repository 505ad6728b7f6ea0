package io.dayreel.writer.recovery;

import io.dayreel.writer.offsets.AnnouncedOffsets;
import io.dayreel.writer.offsets.StreamHeads;

/**
 * Where a partition stands when this writer gets it.
 *
 * @param framesTopicId Kafka's id of {@code frames}
 * @param segmentsTopicId Kafka's id of {@code segments}
 * @param firstOffset where to begin: the committed offset, or the log's beginning without one
 * @param endOffset the log's end: what lies before it is replay
 * @param announced what announcements behind {@code firstOffset} hold
 * @param heads segments that the next ones are to follow
 * @param segmentsEnd end of the partition of {@code segments}
 */
public record RecoveredPartition(
        int partition,
        String framesTopicId,
        String segmentsTopicId,
        long firstOffset,
        long endOffset,
        AnnouncedOffsets announced,
        StreamHeads heads,
        long segmentsEnd) {}
