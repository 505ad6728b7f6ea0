package io.dayreel.datagrams.packet;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;

/**
 * Reads an opened payload in place and writes payloads. Getters of a kind may be called after {@link #wrap} found that
 * kind. Not thread-safe.
 */
public final class Payload {
    /** Ranges in an acknowledgement. */
    public static final int MAX_ACK_RANGES = 64;

    private byte[] bytes = new byte[1];
    private int length = 1;

    /** Told of the ranges of a receipt. */
    @FunctionalInterface
    public interface PacketRangeVisitor {
        /** @param last included */
        void range(long first, long last);
    }

    /**
     * Puts the window over a payload that begins at index 0.
     *
     * @return this
     * @throws DatagramException if its kind is unknown or its lengths do not fit
     */
    public Payload wrap(byte[] payload, int payloadLength) {
        bytes = payload;
        length = payloadLength;
        boolean valid =
                switch (kind()) {
                    case DatagramLayout.FRAGMENT -> isFragment();
                    case DatagramLayout.RECEIPT ->
                        length >= DatagramLayout.RECEIPT_RANGES_AT && length == receiptLength();
                    case DatagramLayout.ACKNOWLEDGEMENT ->
                        length >= DatagramLayout.ACK_RANGES_AT && length == acknowledgementLength();
                    case DatagramLayout.CLOSE -> true;
                    default -> false;
                };
        if (!valid) {
            throw new DatagramException(DropReason.MALFORMED, "not a valid payload of kind " + kind());
        }
        return this;
    }

    private boolean isFragment() {
        return length > DatagramLayout.FRAGMENT_BYTES_AT && fragmentIndex() < fragmentCount();
    }

    private int receiptLength() {
        return DatagramLayout.RECEIPT_RANGES_AT
                + BigEndian.u8(bytes, DatagramLayout.RECEIPT_COUNT_AT) * DatagramLayout.RECEIPT_RANGE_LENGTH;
    }

    private int acknowledgementLength() {
        return DatagramLayout.ACK_RANGES_AT
                + BigEndian.u8(bytes, DatagramLayout.ACK_COUNT_AT) * DatagramLayout.ACK_RANGE_LENGTH;
    }

    public int kind() {
        return BigEndian.u8(bytes, DatagramLayout.KIND_AT);
    }

    public long message() {
        return BigEndian.u32(bytes, DatagramLayout.FRAGMENT_MESSAGE_AT);
    }

    public int fragmentIndex() {
        return BigEndian.u16(bytes, DatagramLayout.FRAGMENT_INDEX_AT);
    }

    public int fragmentCount() {
        return BigEndian.u16(bytes, DatagramLayout.FRAGMENT_COUNT_AT);
    }

    /** Number of message bytes in the fragment, at least 1. */
    public int fragmentLength() {
        return length - DatagramLayout.FRAGMENT_BYTES_AT;
    }

    /** A copy of the fragment's message bytes. */
    public byte[] fragmentBytes() {
        byte[] copy = new byte[fragmentLength()];
        System.arraycopy(bytes, DatagramLayout.FRAGMENT_BYTES_AT, copy, 0, copy.length);
        return copy;
    }

    /** @throws DatagramException if a range is none */
    public void forEachReceived(PacketRangeVisitor visitor) {
        int count = BigEndian.u8(bytes, DatagramLayout.RECEIPT_COUNT_AT);
        for (int i = 0; i < count; i++) {
            int at = DatagramLayout.RECEIPT_RANGES_AT + i * DatagramLayout.RECEIPT_RANGE_LENGTH;
            long first = BigEndian.i64(bytes, at);
            int size = BigEndian.u16(bytes, at + Long.BYTES);
            if (first < 0 || size == 0 || first > Long.MAX_VALUE - size) {
                throw new DatagramException(DropReason.MALFORMED, "a receipt's range is empty or out of bounds");
            }
            visitor.range(first, first + size - 1);
        }
    }

    /** 1 received · 2 replicated · 3 archived. */
    public int level() {
        return BigEndian.u8(bytes, DatagramLayout.ACK_LEVEL_AT);
    }

    public Day day() {
        return new Day(BigEndian.u16(bytes, DatagramLayout.ACK_DAY_AT));
    }

    public int run() {
        return BigEndian.u16(bytes, DatagramLayout.ACK_RUN_AT);
    }

    /** @throws DatagramException if a range is none */
    public CounterRanges acknowledged() {
        CounterRanges ranges = new CounterRanges();
        int count = BigEndian.u8(bytes, DatagramLayout.ACK_COUNT_AT);
        for (int i = 0; i < count; i++) {
            int at = DatagramLayout.ACK_RANGES_AT + i * DatagramLayout.ACK_RANGE_LENGTH;
            long first = BigEndian.u32(bytes, at);
            long last = BigEndian.u32(bytes, at + Integer.BYTES);
            if (last < first) {
                throw new DatagramException(DropReason.MALFORMED, "an acknowledgement's range ends before it begins");
            }
            ranges.add(first, last);
        }
        return ranges;
    }

    /** Writes all of a fragment's payload but its bytes. @return where they begin */
    public static int writeFragment(byte[] payload, long message, int index, int count) {
        BigEndian.putU8(payload, DatagramLayout.KIND_AT, DatagramLayout.FRAGMENT);
        BigEndian.putU32(payload, DatagramLayout.FRAGMENT_MESSAGE_AT, message);
        BigEndian.putU16(payload, DatagramLayout.FRAGMENT_INDEX_AT, index);
        BigEndian.putU16(payload, DatagramLayout.FRAGMENT_COUNT_AT, count);
        return DatagramLayout.FRAGMENT_BYTES_AT;
    }

    /**
     * Writes an acknowledgement with the highest ranges, at most {@link #MAX_ACK_RANGES} and as many as fit.
     *
     * @return its length, 0 if none fits
     */
    public static int writeAcknowledgement(
            byte[] payload, int room, int level, Day day, int run, CounterRanges ranges) {
        int fitting =
                Math.min(ranges.rangeCount(), (room - DatagramLayout.ACK_RANGES_AT) / DatagramLayout.ACK_RANGE_LENGTH);
        int count = Math.min(fitting, MAX_ACK_RANGES);
        if (count <= 0) {
            return 0;
        }
        BigEndian.putU8(payload, DatagramLayout.KIND_AT, DatagramLayout.ACKNOWLEDGEMENT);
        BigEndian.putU8(payload, DatagramLayout.ACK_LEVEL_AT, level);
        BigEndian.putU16(payload, DatagramLayout.ACK_DAY_AT, day.number());
        BigEndian.putU16(payload, DatagramLayout.ACK_RUN_AT, run);
        BigEndian.putU8(payload, DatagramLayout.ACK_COUNT_AT, count);
        int at = DatagramLayout.ACK_RANGES_AT;
        for (int i = ranges.rangeCount() - count; i < ranges.rangeCount(); i++) {
            BigEndian.putU32(payload, at, ranges.range(i).first());
            BigEndian.putU32(payload, at + Integer.BYTES, ranges.range(i).last());
            at += DatagramLayout.ACK_RANGE_LENGTH;
        }
        return at;
    }

    /** Writes the end of a session. @return its length */
    public static int writeClose(byte[] payload) {
        BigEndian.putU8(payload, DatagramLayout.KIND_AT, DatagramLayout.CLOSE);
        return 1;
    }
}
