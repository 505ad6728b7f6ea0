package io.dayreel.streamer.archive;

import java.util.concurrent.atomic.LongAdder;

/** What reading the archive cost. Thread-safe. */
public final class ArchiveCounters {
    private final LongAdder gets = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder damagedFrames = new LongAdder();

    /** Ranged GETs begun. */
    public long gets() {
        return gets.sum();
    }

    /** Bytes taken from the store. */
    public long bytes() {
        return bytes.sum();
    }

    /** Frames left out because their checksum did not fit. */
    public long damagedFrames() {
        return damagedFrames.sum();
    }

    void get() {
        gets.increment();
    }

    void read(long count) {
        bytes.add(count);
    }

    void damaged() {
        damagedFrames.increment();
    }
}
