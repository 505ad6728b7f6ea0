package io.dayreel.ingest.udp;

import java.util.concurrent.TimeUnit;

/**
 * A number of packets a second, with a burst of one second's worth. Its state is one number per sender, at first 0: when
 * the sender's packets would have come at the even rate. Times are ns since some start and never negative.
 */
final class PacketRate {
    private static final long BURST = TimeUnit.SECONDS.toNanos(1);
    private final long interval;

    PacketRate(int perSecond) {
        if (perSecond < 1) {
            throw new IllegalArgumentException("a rate is at least 1 packet a second, not " + perSecond);
        }
        interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    boolean admits(long state, long nowNanos) {
        return state - nowNanos < BURST;
    }

    /** The state after one more packet. */
    long after(long state, long nowNanos) {
        return Math.max(state, nowNanos) + interval;
    }
}
