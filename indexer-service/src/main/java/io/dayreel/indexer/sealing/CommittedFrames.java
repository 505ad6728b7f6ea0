package io.dayreel.indexer.sealing;

import io.dayreel.protocol.segment.SourceSpan;
import java.util.Map;

/**
 * Up to where the writer's group has announced the records of {@code frames}.
 *
 * @param topicId Kafka's id of the topic
 * @param offsets committed, by partition; all records before it are in announced segments (I3)
 */
public record CommittedFrames(String topicId, Map<Integer, Long> offsets) {
    public CommittedFrames {
        offsets = Map.copyOf(offsets);
    }

    /** Whether records are of the topic as it is now, and not of one that was made anew. */
    boolean isOfTopic(SourceSpan source) {
        return source.topicId().equals(topicId);
    }

    /** Whether a writer may still build a segment of these records and announce it. */
    boolean mayBeAnnounced(SourceSpan source) {
        return isOfTopic(source) && source.lastOffset() >= offsets.getOrDefault(source.partition(), 0L);
    }
}
