package io.dayreel.writer.wiring;

import io.dayreel.store.CountingObjectStore;
import io.dayreel.store.ObjectStore;
import jakarta.inject.Singleton;

/** The process's object store as the writer uses it: every request counted. Closed by whoever made it. */
@Singleton
class WriterStore {
    private final ObjectStore counted;

    WriterStore(ObjectStore store, WriterMetrics metrics) {
        this.counted = new CountingObjectStore(store, metrics);
    }

    ObjectStore counted() {
        return counted;
    }
}
