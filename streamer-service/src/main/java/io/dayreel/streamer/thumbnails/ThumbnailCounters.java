package io.dayreel.streamer.thumbnails;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** What was done for thumbnails. Thread-safe. */
public final class ThumbnailCounters {
    private final LongAdder found = new LongAdder();
    private final LongAdder decoded = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final LongConsumer decodeNanos;

    /** @param decodeNanos told how long each process of ffmpeg took */
    public ThumbnailCounters(LongConsumer decodeNanos) {
        this.decodeNanos = decodeNanos;
    }

    /** Pictures that were there already. */
    public long found() {
        return found.sum();
    }

    /** Key frames given to ffmpeg. */
    public long decoded() {
        return decoded.sum();
    }

    /** Key frames of which ffmpeg made no picture. */
    public long broken() {
        return broken.sum();
    }

    void foundOne() {
        found.increment();
    }

    void decoded(int pictures, long nanos) {
        decoded.add(pictures);
        decodeNanos.accept(nanos);
    }

    void brokenOne() {
        broken.increment();
    }
}
