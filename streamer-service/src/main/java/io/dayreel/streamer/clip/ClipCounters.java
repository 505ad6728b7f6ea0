package io.dayreel.streamer.clip;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** What was done with clips. Thread-safe. */
public final class ClipCounters {
    private final LongAdder built = new LongAdder();
    private final LongAdder found = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder leftOut = new LongAdder();
    private volatile LongSupplier disk = () -> 0;

    /** Clips built. */
    public long built() {
        return built.sum();
    }

    /** Requests answered from a clip that was there. */
    public long found() {
        return found.sum();
    }

    /** Bytes of clips sent. */
    public long sentBytes() {
        return sentBytes.sum();
    }

    /** Frames left out because their configuration is not known, or they are earlier than their track. */
    public long leftOutFrames() {
        return leftOut.sum();
    }

    /** Bytes of disk that clips take. */
    public long diskBytes() {
        return disk.getAsLong();
    }

    void observe(LongSupplier diskBytes) {
        disk = diskBytes;
    }

    void built(long framesLeftOut) {
        built.increment();
        leftOut.add(framesLeftOut);
    }

    void foundOne() {
        found.increment();
    }

    void sent(long bytes) {
        sentBytes.add(bytes);
    }
}
