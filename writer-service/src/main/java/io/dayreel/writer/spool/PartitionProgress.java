package io.dayreel.writer.spool;

/**
 * How much of a partition was consumed since this writer got it.
 *
 * @param bytes of records
 * @param records their number
 */
record PartitionProgress(long bytes, long records) {
    static final PartitionProgress NONE = new PartitionProgress(0, 0);

    PartitionProgress with(FrameRecord record) {
        return new PartitionProgress(bytes + record.message().limit(), records + 1);
    }

    PartitionProgress since(PartitionProgress earlier) {
        return new PartitionProgress(bytes - earlier.bytes, records - earlier.records);
    }
}
