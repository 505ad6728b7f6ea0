package io.dayreel.media;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** An input stream with a position. Never allocates more than has arrived, plus one block. */
final class ByteSource {

    private static final int BLOCK_BYTES = 1 << 16;

    private final InputStream in;
    private long position;

    ByteSource(InputStream in) {
        this.in = in;
    }

    long position() {
        return position;
    }

    /** The next byte, or -1 at the end. */
    int read() throws IOException {
        int next = in.read();
        if (next >= 0) {
            position++;
        }
        return next;
    }

    /**
     * Exactly this many bytes. A length up to one block is allocated at once, a longer one grows with what arrives, so
     * that a lie about the length costs no memory.
     *
     * @throws EOFException if the stream ends before
     */
    byte[] take(int length) throws IOException {
        if (length <= BLOCK_BYTES) {
            byte[] bytes = in.readNBytes(length);
            position += bytes.length;
            requireWhole(bytes.length, length);
            return bytes;
        }
        ByteArrayOutputStream grown = new ByteArrayOutputStream(BLOCK_BYTES);
        byte[] block = new byte[BLOCK_BYTES];
        while (grown.size() < length) {
            int read = in.read(block, 0, Math.min(BLOCK_BYTES, length - grown.size()));
            if (read <= 0) {
                throw new EOFException();
            }
            position += read;
            grown.write(block, 0, read);
        }
        return grown.toByteArray();
    }

    /** Passes over bytes without keeping them. */
    void skip(long length) throws IOException {
        long left = length;
        byte[] block = new byte[(int) Math.min(BLOCK_BYTES, Math.max(1, left))];
        while (left > 0) {
            int read = in.read(block, 0, (int) Math.min(block.length, left));
            if (read <= 0) {
                throw new EOFException();
            }
            position += read;
            left -= read;
        }
    }

    private static void requireWhole(int read, int length) throws EOFException {
        if (read < length) {
            throw new EOFException();
        }
    }
}
