package io.dayreel.cli.push;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Notices that the wall clock was set, by holding it against a clock that cannot be. Not thread-safe. */
final class ClockWatch {
    private static final Duration STEP = Duration.ofSeconds(1);

    private final InstantSource wall;
    private final LongSupplier monotonicNanos;
    private Instant expectedBase;
    private long base;

    ClockWatch(InstantSource wall, LongSupplier monotonicNanos) {
        this.wall = wall;
        this.monotonicNanos = monotonicNanos;
        settle();
    }

    /** Whether the wall clock stepped by more than a second since the last time that this said so. */
    boolean stepped() {
        Instant expected = expectedBase.plusNanos(monotonicNanos.getAsLong() - base);
        boolean step = Duration.between(expected, wall.instant()).abs().compareTo(STEP) > 0;
        if (step) {
            settle();
        }
        return step;
    }

    private void settle() {
        expectedBase = wall.instant();
        base = monotonicNanos.getAsLong();
    }
}
