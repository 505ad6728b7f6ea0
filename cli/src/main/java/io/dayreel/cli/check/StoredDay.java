package io.dayreel.cli.check;

import io.dayreel.protocol.manifest.DayFiles;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.store.ObjectStore;
import java.util.SortedMap;

/**
 * A day's objects in a store, read by ranged GETs.
 *
 * @param prefix what their keys begin with, up to and with the last slash
 */
record StoredDay(ObjectStore store, String prefix, SortedMap<String, Long> sizes) implements DayFiles {
    @Override
    public ByteSource open(String name) {
        return new ObjectSource(store, prefix + name);
    }
}
