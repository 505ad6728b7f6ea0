package io.dayreel.writer.archive;

import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.store.ObjectStore;
import java.io.EOFException;
import java.nio.ByteBuffer;

/**
 * An object by ranged GETs, one per read.
 *
 * @param size as listed
 */
record StoredObject(ObjectStore store, String key, long size) implements ByteSource {
    @Override
    public ByteBuffer read(long offset, int length) throws EOFException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        store.read(key, offset, bytes);
        if (bytes.hasRemaining()) {
            throw new EOFException(key + " has no " + length + " bytes from " + offset);
        }
        return bytes.flip();
    }

    @Override
    public void close() {
        // nothing is open between two reads
    }
}
