package io.dayreel.protocol.segment;

/**
 * Bytes of an object.
 *
 * @param offset of the first byte
 * @param length at least 0
 */
public record ByteRange(long offset, long length) {
    public ByteRange {
        if (offset < 0 || length < 0 || offset + length < 0) {
            throw new IllegalArgumentException("byte range " + offset + "+" + length);
        }
    }

    /** Offset behind the last byte. */
    public long end() {
        return offset + length;
    }

    /** {@code first-last}, as HTTP writes ranges; an empty range is {@code offset+0}. */
    @Override
    public String toString() {
        return length == 0 ? offset + "+0" : offset + "-" + (end() - 1);
    }
}
