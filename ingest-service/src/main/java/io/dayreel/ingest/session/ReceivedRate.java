package io.dayreel.ingest.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes per second of late, measured over at least {@link #MIN_SECONDS}. Thread-safe. */
final class ReceivedRate {
    private static final int MIN_SECONDS = 5;

    private final AtomicLong bytes = new AtomicLong();
    private long since;
    private long measured;

    ReceivedRate(long nowNanos) {
        since = nowNanos;
    }

    void add(int count) {
        bytes.addAndGet(count);
    }

    /** The rate since it was last measured; measures anew only after a while. */
    synchronized long perSecond(long nowNanos) {
        long elapsed = nowNanos - since;
        if (elapsed >= TimeUnit.SECONDS.toNanos(MIN_SECONDS)) {
            measured = (long) (bytes.getAndSet(0) * 1e9 / elapsed);
            since = nowNanos;
        }
        return measured;
    }
}
