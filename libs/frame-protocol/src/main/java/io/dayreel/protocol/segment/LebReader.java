package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import java.nio.ByteBuffer;

/** Reads what {@link LebWriter} wrote. Whatever the bytes are, it throws nothing but FrameException (SEGMENT). */
public final class LebReader {
    private static final int MAX_BITS = 64;

    private final ByteBuffer bytes;
    private final String what;

    /** @param what named in errors */
    public LebReader(ByteBuffer bytes, String what) {
        this.bytes = bytes.slice();
        this.what = what;
    }

    public int u8() {
        require(1);
        return bytes.get() & 0xFF;
    }

    public int u32() {
        require(4);
        return bytes.getInt();
    }

    public long unsigned() {
        long value = 0;
        for (int shift = 0; shift < MAX_BITS; shift += 7) {
            int next = u8();
            if (shift == MAX_BITS - 1 && next > 1) {
                break;
            }
            value |= (long) (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw wrong("a number has more than 64 bits");
    }

    public long signed() {
        long value = unsigned();
        return value >>> 1 ^ -(value & 1);
    }

    /** A number from 0 to {@code max}. */
    public long atMost(long max, String field) {
        long value = unsigned();
        if (value < 0 || value > max) {
            throw wrong(field + " is " + Long.toUnsignedString(value) + ", more than " + max);
        }
        return value;
    }

    /** A count of things of at least {@code bytesEach} bytes, so that no count can ask for more memory than was read. */
    public int count(int bytesEach) {
        return (int) atMost(bytes.remaining() / bytesEach, "count");
    }

    /** The next bytes, shared. */
    public ByteBuffer slice(int length) {
        require(length);
        ByteBuffer part = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return part;
    }

    public byte[] bytes(int length) {
        byte[] copy = new byte[length > bytes.remaining() ? 0 : length];
        slice(length).get(copy);
        return copy;
    }

    public int remaining() {
        return bytes.remaining();
    }

    public boolean hasMore() {
        return bytes.hasRemaining();
    }

    public void requireEnd() {
        if (bytes.hasRemaining()) {
            throw wrong(bytes.remaining() + " bytes too many");
        }
    }

    public FrameException wrong(String message) {
        return new FrameException(FrameException.Reason.SEGMENT, bytes.position(), what + ": " + message);
    }

    private void require(int length) {
        if (length < 0 || bytes.remaining() < length) {
            throw wrong("ends too early");
        }
    }
}
