package io.dayreel.streamer.playback;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** What viewers were sent. Thread-safe. */
public final class PlaybackCounters {
    private final LongAdder viewers = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder frames = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongConsumer seekNanos;

    /** @param seekNanos told how long each seek took, until its first frame was sent */
    public PlaybackCounters(LongConsumer seekNanos) {
        this.seekNanos = seekNanos;
    }

    /** Connected now. */
    public long viewers() {
        return viewers.sum();
    }

    /** Bytes of frames sent. */
    public long bytes() {
        return bytes.sum();
    }

    /** Frames sent. */
    public long frames() {
        return frames.sum();
    }

    /** Frames that slow live viewers were not sent. */
    public long skipped() {
        return skipped.sum();
    }

    void joined() {
        viewers.increment();
    }

    void left() {
        viewers.decrement();
    }

    public void sent(int length) {
        bytes.add(length);
        frames.increment();
    }

    void skipped(long count) {
        skipped.add(count);
    }

    void sought(long nanos) {
        seekNanos.accept(nanos);
    }
}
