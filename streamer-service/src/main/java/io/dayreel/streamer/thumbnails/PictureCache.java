package io.dayreel.streamer.thumbnails;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Optional;

/** The pictures asked for lately, up to a number of bytes; the one not asked for longest goes first. Thread-safe. */
final class PictureCache {
    private static final int OVERHEAD = 200;

    private final long maxBytes;
    private final LinkedHashMap<Object, byte[]> pictures = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    PictureCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized Optional<byte[]> get(Object key) {
        return Optional.ofNullable(pictures.get(key));
    }

    /** @param key of value semantics */
    synchronized void put(Object key, byte[] picture) {
        byte[] before = pictures.put(key, picture);
        bytes += picture.length + OVERHEAD - (before == null ? 0 : before.length + OVERHEAD);
        Iterator<byte[]> oldest = pictures.values().iterator();
        while (bytes > maxBytes && oldest.hasNext()) {
            bytes -= oldest.next().length + OVERHEAD;
            oldest.remove();
        }
    }
}
