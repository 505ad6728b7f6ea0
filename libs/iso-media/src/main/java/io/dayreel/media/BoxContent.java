package io.dayreel.media;

import java.util.Arrays;
import java.util.Optional;

/**
 * A cursor over the content of one box in memory. Every read is checked against the box's end and fails with the box's
 * path; no read allocates more than the box holds.
 */
final class BoxContent {

    private static final int HEADER_BYTES = 8;
    private static final int LARGE_HEADER_BYTES = 16;

    private final byte[] bytes;
    private final int end;
    private final int type;
    private final String path;
    private int at;

    BoxContent(byte[] bytes, int start, int end, int type, String path) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.type = type;
        this.path = path;
    }

    /** The content of a top-level box. */
    static BoxContent of(int type, byte[] bytes) {
        return new BoxContent(bytes, 0, bytes.length, type, BoxType.name(type));
    }

    int type() {
        return type;
    }

    int remaining() {
        return end - at;
    }

    /** The next box inside this one; call only while {@link #hasBox} says so. */
    BoxContent nextBox() throws MediaFormatException {
        int start = at;
        long size = u32();
        int childType = i32();
        int header = HEADER_BYTES;
        if (size == 1) {
            size = u63();
            header = LARGE_HEADER_BYTES;
        } else if (size == 0) {
            size = (long) end - start;
        }
        if (size < header || size > end - start) {
            throw malformed("box " + BoxType.name(childType) + " inside it has an impossible size " + size);
        }
        at = start + (int) size;
        return new BoxContent(bytes, start + header, at, childType, path + "/" + BoxType.name(childType));
    }

    /** Whether another box header fits; a few stray bytes at the end of a box are not an error, as some writers pad. */
    boolean hasBox() {
        return remaining() >= HEADER_BYTES;
    }

    /** The first box of this type inside, from the cursor on, leaving the cursor where it was. */
    Optional<BoxContent> find(int wanted) throws MediaFormatException {
        int before = at;
        try {
            while (hasBox()) {
                BoxContent box = nextBox();
                if (box.type == wanted) {
                    return Optional.of(box);
                }
            }
            return Optional.empty();
        } finally {
            at = before;
        }
    }

    BoxContent require(int wanted) throws MediaFormatException {
        return find(wanted).orElseThrow(() -> malformed("has no " + BoxType.name(wanted)));
    }

    int u8() throws MediaFormatException {
        need(1);
        return bytes[at++] & 0xff;
    }

    int u16() throws MediaFormatException {
        return u8() << 8 | u8();
    }

    int u24() throws MediaFormatException {
        return u16() << 8 | u8();
    }

    int i32() throws MediaFormatException {
        need(4);
        return u16() << 16 | u16();
    }

    long u32() throws MediaFormatException {
        return Integer.toUnsignedLong(i32());
    }

    long i64() throws MediaFormatException {
        need(8);
        return (long) i32() << 32 | u32();
    }

    /** An unsigned 64-bit number, refused from 2^62 on so that sums of two never overflow. */
    long u63() throws MediaFormatException {
        long value = i64();
        if (value < 0 || value >= 1L << 62) {
            throw malformed("number " + Long.toUnsignedString(value) + " is out of range");
        }
        return value;
    }

    byte[] take(int length) throws MediaFormatException {
        need(length);
        byte[] taken = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return taken;
    }

    byte[] takeRest() {
        byte[] rest = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return rest;
    }

    /** A cursor over the next bytes of this box, under the same path. */
    BoxContent part(int length) throws MediaFormatException {
        need(length);
        at += length;
        return new BoxContent(bytes, at - length, at, type, path);
    }

    void skip(int length) throws MediaFormatException {
        need(length);
        at += length;
    }

    MediaFormatException malformed(String problem) {
        return new MediaFormatException(path, problem);
    }

    private void need(int length) throws MediaFormatException {
        if (length < 0 || length > end - at) {
            throw malformed("ends too early");
        }
    }
}
