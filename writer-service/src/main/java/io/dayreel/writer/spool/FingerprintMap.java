package io.dayreel.writer.spool;

/**
 * Frame positions with what their bytes look like: 16 bytes of memory for an entry at a load of at most one half.
 * At its bound it takes no more, and says so. Not thread-safe.
 */
final class FingerprintMap {
    /** No frame has it: its length would be zero. */
    static final long ABSENT = 0;

    private static final int FIRST_CAPACITY = 64;
    private static final long GOLDEN_RATIO = 0x9E37_79B9_7F4A_7C15L;

    private final int maxEntries;
    private long[] positions = {};
    private long[] fingerprints = {};
    private int size;

    FingerprintMap(int maxEntries) {
        this.maxEntries = maxEntries;
    }

    /** The fingerprint of a position, or {@link #ABSENT}. */
    long get(long position) {
        return size == 0 ? ABSENT : fingerprints[slot(position)];
    }

    /** Remembers a position that is not in the map yet, unless the map is full. */
    void put(long position, long fingerprint) {
        if (size == maxEntries) {
            return;
        }
        if (2 * (size + 1) > positions.length) {
            grow();
        }
        int slot = slot(position);
        positions[slot] = position;
        fingerprints[slot] = fingerprint;
        size++;
    }

    private void grow() {
        long[] oldPositions = positions;
        long[] oldFingerprints = fingerprints;
        positions = new long[Math.max(FIRST_CAPACITY, oldPositions.length * 2)];
        fingerprints = new long[positions.length];
        for (int i = 0; i < oldPositions.length; i++) {
            if (oldFingerprints[i] != ABSENT) {
                int slot = slot(oldPositions[i]);
                positions[slot] = oldPositions[i];
                fingerprints[slot] = oldFingerprints[i];
            }
        }
    }

    private int slot(long position) {
        int mask = positions.length - 1;
        int slot = (int) (position * GOLDEN_RATIO >>> 32) & mask;
        while (fingerprints[slot] != ABSENT && positions[slot] != position) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
