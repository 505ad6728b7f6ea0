package io.dayreel.ingest.session;

import java.time.Duration;
import java.util.OptionalLong;

/** When a session last heard of its device, on the monotonic clock, and what is due. */
final class SessionClock {
    private final SessionLimits limits;
    private final long started;
    private long lastAlive;
    private long lastRecheck;
    private boolean rechecked;
    private OptionalLong courtesyEnds = OptionalLong.empty();

    SessionClock(SessionLimits limits, long nowNanos) {
        this.limits = limits;
        this.started = nowNanos;
        this.lastAlive = nowNanos;
        this.lastRecheck = nowNanos;
    }

    void alive(long nowNanos) {
        lastAlive = nowNanos;
    }

    boolean isIdle(long nowNanos) {
        return nowNanos - lastAlive > limits.idle().toNanos();
    }

    /** After a third of the time that counts as idle. */
    boolean shouldPing(long nowNanos) {
        return nowNanos - lastAlive > limits.idle().toNanos() / 3;
    }

    boolean helloIsLate(long nowNanos) {
        return nowNanos - started > limits.hello().toNanos();
    }

    /** Once soon after the start, for what was announced while the index was asked; then at the configured interval. */
    boolean shouldRecheckArchive(long nowNanos) {
        long interval = limits.archiveRecheck().toNanos();
        boolean due = nowNanos - lastRecheck > (rechecked ? interval : interval / 20);
        if (due) {
            lastRecheck = nowNanos;
            rechecked = true;
        }
        return due;
    }

    /** The device was told to go. @return false if it was told before */
    boolean beginCourtesy(long nowNanos, Duration courtesy) {
        boolean first = courtesyEnds.isEmpty();
        if (first) {
            courtesyEnds = OptionalLong.of(nowNanos + courtesy.toNanos());
        }
        return first;
    }

    boolean courtesyBegan() {
        return courtesyEnds.isPresent();
    }

    boolean courtesyIsOver(long nowNanos) {
        return courtesyEnds.isPresent() && nowNanos - courtesyEnds.getAsLong() > 0;
    }
}
