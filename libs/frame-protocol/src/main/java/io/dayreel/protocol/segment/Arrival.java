package io.dayreel.protocol.segment;

/**
 * Frames that came in one Kafka record, in the order in which they are stored.
 *
 * @param receiveTimeMillis the record's timestamp: when ingest received it, ms since 1970-01-01 UTC
 * @param count frames of the record that this segment holds, at least 1
 * @param topicId Kafka's topic id as text
 * @param partition of the topic
 * @param offset of the record
 */
public record Arrival(long receiveTimeMillis, int count, String topicId, int partition, long offset) {
    public Arrival {
        if (count < 1 || partition < 0 || offset < 0) {
            throw new IllegalArgumentException("arrival of " + count + " frames from " + partition + "@" + offset);
        }
    }
}
