package io.dayreel.protocol.segment;

import java.io.EOFException;
import java.nio.ByteBuffer;

/** Bytes in memory; counts what is read. */
public final class MemorySource implements ByteSource {
    private final byte[] bytes;
    private long bytesRead;

    public MemorySource(byte[] bytes) {
        this.bytes = bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public ByteBuffer read(long offset, int length) throws EOFException {
        if (offset < 0 || length < 0 || offset + length > bytes.length) {
            throw new EOFException(offset + "+" + length + " of " + bytes.length);
        }
        bytesRead += length;
        return ByteBuffer.wrap(bytes).slice((int) offset, length);
    }

    public long bytesRead() {
        return bytesRead;
    }
}
