package io.dayreel.media.box;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes boxes one into another; a box's size is filled in when its content is done, so sizes always fit. All numbers
 * are big-endian. Grows with what is written, up to 2 GiB. Not thread-safe.
 */
public final class BoxWriter {

    private byte[] bytes = new byte[1024];
    private int length;

    /**
     * A box and what {@code content} writes into it.
     *
     * @param type four ASCII characters
     */
    public BoxWriter box(String type, Runnable content) {
        int start = length;
        u32(0).code(type);
        content.run();
        setU32(start, length - start);
        return this;
    }

    /** A box that begins with a version and 24 bits of flags. */
    public BoxWriter fullBox(String type, int version, int flags, Runnable content) {
        return box(type, () -> {
            u8(version).u24(flags);
            content.run();
        });
    }

    /** A four-character code. */
    public BoxWriter code(String fourCharacters) {
        byte[] code = fourCharacters.getBytes(StandardCharsets.US_ASCII);
        if (code.length != 4) {
            throw new IllegalArgumentException("not a four-character code: " + fourCharacters);
        }
        return bytes(code);
    }

    public BoxWriter u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
        return this;
    }

    public BoxWriter u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    public BoxWriter u24(int value) {
        return u8(value >>> 16).u16(value);
    }

    /** The low 32 bits; signed numbers are written alike. */
    public BoxWriter u32(long value) {
        room(4);
        setU32(length, (int) value);
        length += 4;
        return this;
    }

    public BoxWriter u64(long value) {
        return u32(value >>> 32).u32(value);
    }

    public BoxWriter bytes(byte[] content) {
        room(content.length);
        System.arraycopy(content, 0, bytes, length, content.length);
        length += content.length;
        return this;
    }

    /** So many zero bytes. */
    public BoxWriter zeros(int count) {
        room(count);
        length += count;
        return this;
    }

    /** Bytes written so far: where the next one goes. */
    public int length() {
        return length;
    }

    /** Overwrites four bytes that were written before, for offsets that are known only later. */
    public void setU32(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    /** A copy of all that was written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** All that was written, without a copy; nothing may be written afterwards. */
    public ByteBuffer toByteBuffer() {
        return ByteBuffer.wrap(bytes, 0, length).slice().asReadOnlyBuffer();
    }

    private void room(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(bytes.length * 2L, Integer.MAX_VALUE - 8)));
        }
    }
}
