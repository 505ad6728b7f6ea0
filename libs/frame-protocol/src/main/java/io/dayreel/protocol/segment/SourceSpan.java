package io.dayreel.protocol.segment;

/**
 * Kafka records from which a segment's frames came. Records of other streams may lie between.
 *
 * @param topicId Kafka's topic id as text
 * @param partition of the topic
 * @param firstOffset smallest record offset
 * @param lastOffset largest record offset
 * @param firstReceiveTimeMillis smallest receive time, ms since 1970-01-01 UTC
 * @param lastReceiveTimeMillis largest receive time
 */
public record SourceSpan(
        String topicId,
        int partition,
        long firstOffset,
        long lastOffset,
        long firstReceiveTimeMillis,
        long lastReceiveTimeMillis) {

    static SourceSpan of(Arrival arrival) {
        return new SourceSpan(
                arrival.topicId(),
                arrival.partition(),
                arrival.offset(),
                arrival.offset(),
                arrival.receiveTimeMillis(),
                arrival.receiveTimeMillis());
    }

    SourceSpan with(SourceSpan other) {
        return new SourceSpan(
                topicId,
                partition,
                Math.min(firstOffset, other.firstOffset),
                Math.max(lastOffset, other.lastOffset),
                Math.min(firstReceiveTimeMillis, other.firstReceiveTimeMillis),
                Math.max(lastReceiveTimeMillis, other.lastReceiveTimeMillis));
    }
}
