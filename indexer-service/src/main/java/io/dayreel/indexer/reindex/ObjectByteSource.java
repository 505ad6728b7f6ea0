package io.dayreel.indexer.reindex;

import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreException;
import java.io.EOFException;
import java.nio.ByteBuffer;

/**
 * An object by ranged GETs, one per read.
 *
 * @param size as listed
 */
public record ObjectByteSource(ObjectStore store, String key, long size) implements ByteSource {
    @Override
    public ByteBuffer read(long offset, int length) throws EOFException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        try {
            store.read(key, offset, bytes);
        } catch (ObjectStoreException.NotFound e) {
            throw gone(offset, length, e);
        }
        if (bytes.hasRemaining()) {
            throw gone(offset, length, null);
        }
        return bytes.flip();
    }

    private EOFException gone(long offset, int length, Throwable cause) {
        EOFException gone = new EOFException(key + " has no " + length + " bytes from " + offset);
        gone.initCause(cause);
        return gone;
    }
}
