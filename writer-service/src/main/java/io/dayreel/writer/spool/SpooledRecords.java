package io.dayreel.writer.spool;

/**
 * The records of one partition that a segment was made of: all of its stream between the two offsets.
 *
 * @param firstOffset offset of the first record
 * @param lastOffset offset of the last record, also of one that held nothing but repeats
 * @param firstReceivedMillis smallest receive time, ms since 1970-01-01 UTC
 * @param lastReceivedMillis largest receive time
 */
public record SpooledRecords(
        String topicId,
        int partition,
        long firstOffset,
        long lastOffset,
        long firstReceivedMillis,
        long lastReceivedMillis) {
    public SpooledRecords {
        if (firstOffset < 0 || lastOffset < firstOffset) {
            throw new IllegalArgumentException("offsets " + firstOffset + " to " + lastOffset);
        }
    }

    static SpooledRecords of(String topicId, int partition, FrameRecord record) {
        return new SpooledRecords(
                topicId, partition, record.offset(), record.offset(), record.receivedMillis(), record.receivedMillis());
    }

    SpooledRecords with(FrameRecord record) {
        return new SpooledRecords(
                topicId,
                partition,
                firstOffset,
                Math.max(lastOffset, record.offset()),
                Math.min(firstReceivedMillis, record.receivedMillis()),
                Math.max(lastReceivedMillis, record.receivedMillis()));
    }
}
