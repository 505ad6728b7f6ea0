package io.dayreel.protocol.segment;

import java.util.Arrays;

/** A growing array of bytes written as LEB128 (unsigned; signed values zigzag-coded first) and fixed-width integers. */
public final class LebWriter {
    private static final int MIN_CAPACITY = 64;

    private byte[] bytes = {};
    private int length;

    public LebWriter u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public LebWriter u32(int value) {
        return u8(value >>> 24).u8(value >>> 16).u8(value >>> 8).u8(value);
    }

    /** All 64 bits, read as unsigned. */
    public LebWriter unsigned(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
        return this;
    }

    /** Zigzag: 0, -1, 1, -2 become 0, 1, 2, 3. */
    public LebWriter signed(long value) {
        return unsigned(value << 1 ^ value >> 63);
    }

    public LebWriter bytes(byte[] source) {
        return bytes(source, 0, source.length);
    }

    public LebWriter bytes(byte[] source, int offset, int count) {
        room(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    public LebWriter append(LebWriter other) {
        return bytes(other.bytes, 0, other.length);
    }

    public int length() {
        return length;
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(Math.max(MIN_CAPACITY, bytes.length * 2), length + more));
        }
    }
}
