package io.dayreel.cli.check;

import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreException;
import java.io.EOFException;
import java.nio.ByteBuffer;

/** An object, read by ranged GETs. */
final class ObjectSource implements ByteSource {
    private final ObjectStore store;
    private final String key;
    private final long size;

    /** @throws ObjectStoreException.NotFound if there is no such object */
    ObjectSource(ObjectStore store, String key) {
        this.store = store;
        this.key = key;
        this.size = store.head(key)
                .orElseThrow(() -> new ObjectStoreException.NotFound("there is no object " + key))
                .size();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public ByteBuffer read(long offset, int length) throws EOFException {
        ByteBuffer target = ByteBuffer.allocate(length);
        if (store.read(key, offset, target) < length) {
            throw new EOFException(key + " ends before byte " + (offset + length));
        }
        return target.flip();
    }
}
