package io.dayreel.tail;

/**
 * Frames with consecutive counters that came in one record, as far as the tail's copy is the visible one: of several
 * copies of a frame, that of the lowest offset (I2).
 *
 * @param run the frames' run
 * @param first smallest counter to read, at least {@code start}
 * @param last largest counter to read
 * @param start counter of the first frame in the bytes
 * @param firstTimeMicros smallest capture time in the bytes
 * @param lastTimeMicros largest capture time in the bytes
 * @param offset Kafka offset of the record
 * @param receivedMillis the record's timestamp
 * @param place where the bytes are on disk, negative once they were evicted: then the record is in Kafka
 * @param length bytes of the frames
 */
public record TailStretch(
        int run,
        long first,
        long last,
        long start,
        long firstTimeMicros,
        long lastTimeMicros,
        long offset,
        long receivedMillis,
        long place,
        int length) {

    /** The same bytes, to be read only up to a counter. */
    public TailStretch upTo(long newLast) {
        return newLast >= last
                ? this
                : new TailStretch(
                        run,
                        first,
                        newLast,
                        start,
                        firstTimeMicros,
                        lastTimeMicros,
                        offset,
                        receivedMillis,
                        place,
                        length);
    }
}
