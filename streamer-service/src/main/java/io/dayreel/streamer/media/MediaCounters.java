package io.dayreel.streamer.media;

import java.util.concurrent.atomic.LongAdder;

/** What packaging did since the start. Thread-safe. */
public final class MediaCounters {
    private final LongAdder reads = new LongAdder();
    private final LongAdder leftOut = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    void read() {
        reads.increment();
    }

    void leftOut() {
        leftOut.increment();
    }

    /** An answer came from memory. */
    public void hit() {
        hits.increment();
    }

    /** Bytes went out. */
    public void sent(long count) {
        bytes.add(count);
    }

    /** Ranges of frames read from tail or archive to package them. */
    public long reads() {
        return reads.sum();
    }

    /** Frames that could not be packaged: of another configuration than their segment's. */
    public long leftOutFrames() {
        return leftOut.sum();
    }

    /** Answers from memory. */
    public long hits() {
        return hits.sum();
    }

    /** Bytes of media sent. */
    public long bytes() {
        return bytes.sum();
    }
}
