package io.dayreel.indexer;

import io.dayreel.indexer.reindex.ObjectByteSource;
import io.dayreel.protocol.manifest.DayFiles;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectSummary;
import java.util.SortedMap;
import java.util.TreeMap;

/** A day's objects in a store. */
public record StoredFiles(ObjectStore store, String prefix) implements DayFiles {
    @Override
    public SortedMap<String, Long> sizes() {
        SortedMap<String, Long> sizes = new TreeMap<>();
        for (ObjectSummary object : store.listAll(prefix)) {
            sizes.put(object.key().substring(prefix.length()), object.size());
        }
        return sizes;
    }

    @Override
    public ByteSource open(String name) {
        return new ObjectByteSource(store, prefix + name, sizes().get(name));
    }
}
