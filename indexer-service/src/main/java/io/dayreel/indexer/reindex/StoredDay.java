package io.dayreel.indexer.reindex;

import io.dayreel.protocol.stream.StreamId;
import io.dayreel.store.ManifestKey;
import io.dayreel.store.ObjectSummary;
import io.dayreel.store.SegmentKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The objects of one day, as they are listed. */
final class StoredDay {
    private final StreamId stream;
    private final List<ObjectSummary> segments = new ArrayList<>();
    private Optional<ManifestKey> newest = Optional.empty();

    StoredDay(StreamId stream) {
        this.stream = stream;
    }

    /** Whose segment or manifest has this key; empty for other objects. */
    static Optional<StreamId> streamOf(String key) {
        return SegmentKey.tryParse(key).map(SegmentKey::stream).or(() -> ManifestKey.tryParse(key)
                .map(ManifestKey::stream));
    }

    void add(ObjectSummary object) {
        Optional<ManifestKey> manifest = ManifestKey.tryParse(object.key());
        if (manifest.isEmpty()) {
            segments.add(object);
        } else if (newest.isEmpty() || newest.get().number() < manifest.get().number()) {
            newest = manifest;
        }
    }

    StreamId stream() {
        return stream;
    }

    List<ObjectSummary> segments() {
        return segments;
    }

    Optional<ManifestKey> newestManifest() {
        return newest;
    }
}
