package io.dayreel.datagrams.device;

import java.util.concurrent.TimeUnit;

/** Smoothed time from sending a packet to its receipt, as RFC 6298 does it. All times in ns. */
final class RoundTrip {
    private static final long FIRST_GUESS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long RECEIPT_DELAY = TimeUnit.MILLISECONDS.toNanos(60);
    private static final long MIN_TIMEOUT = TimeUnit.MILLISECONDS.toNanos(120);
    private static final long GRANULARITY = TimeUnit.MILLISECONDS.toNanos(10);

    private long smoothed = FIRST_GUESS;
    private long variation = FIRST_GUESS / 2;
    private long latest = FIRST_GUESS;
    private long least = Long.MAX_VALUE;

    void sample(long nanos) {
        if (least == Long.MAX_VALUE) {
            smoothed = nanos;
            variation = nanos / 2;
        } else {
            variation = (3 * variation + Math.abs(smoothed - nanos)) / 4;
            smoothed = (7 * smoothed + nanos) / 8;
        }
        latest = nanos;
        least = Math.min(least, nanos);
    }

    long smoothedNanos() {
        return smoothed;
    }

    /** A packet sent this much before one that arrived is lost. */
    long lossDelayNanos() {
        return Math.max(smoothed, latest) / 8 + GRANULARITY;
    }

    /** A packet without any news for so long is lost. */
    long timeoutNanos() {
        return Math.max(MIN_TIMEOUT, smoothed + 4 * variation + RECEIPT_DELAY);
    }

    /** Whether packets wait in queues on the way. */
    boolean isQueueing() {
        return least != Long.MAX_VALUE && smoothed > 3 * least + TimeUnit.MILLISECONDS.toNanos(100);
    }
}
