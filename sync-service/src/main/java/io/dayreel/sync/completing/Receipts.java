package io.dayreel.sync.completing;

import io.dayreel.protocol.stream.StreamId;
import io.dayreel.sync.received.StreamReceipts;
import org.apache.kafka.streams.state.KeyValueStore;

/** The receipts of one partition's streams. Not thread-safe. */
final class Receipts {
    private final KeyValueStore<String, StreamReceipts> store;

    Receipts(KeyValueStore<String, StreamReceipts> store) {
        this.store = store;
    }

    StreamReceipts of(StreamId stream) {
        StreamReceipts known = store.get(stream.toString());
        return known == null ? StreamReceipts.none() : known;
    }

    void put(StreamId stream, StreamReceipts receipts) {
        store.put(stream.toString(), receipts);
    }

    void forget(StreamId stream) {
        store.delete(stream.toString());
    }
}
