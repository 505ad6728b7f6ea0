package io.dayreel.cli.device;

import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Frames that the server asked for again, at no more than the rate it allows, so that what is captured now goes on in
 * between. Guarded by the spool's lock.
 */
final class Resends {
    /** Part of a second's worth that may go at once. */
    private static final int BURSTS_PER_SECOND = 20;

    private final Map<RunId, CounterRanges> due = new LinkedHashMap<>();
    private int framesPerSecond = 1;
    private double allowed;
    private long countedNanos;

    /** Frames of a run. */
    record Due(RunId run, CounterRange counters) {}

    /** The server asks. @param maxRate frames per second, for all that is due */
    void ask(RunId run, CounterRanges held, int maxRate, long nowNanos) {
        if (due.isEmpty()) {
            allowed = 0;
            countedNanos = nowNanos;
        }
        framesPerSecond = Math.max(1, maxRate);
        if (!held.isEmpty()) {
            due.computeIfAbsent(run, id -> new CounterRanges()).addAll(held);
        }
    }

    boolean isEmpty() {
        return due.isEmpty();
    }

    /** What may go now. */
    Optional<Due> next(long nowNanos) {
        if (due.isEmpty()) {
            return Optional.empty();
        }
        double burst = Math.max(1, framesPerSecond / (double) BURSTS_PER_SECOND);
        allowed = Math.min(burst, allowed + (nowNanos - countedNanos) / 1e9 * framesPerSecond);
        countedNanos = nowNanos;
        if (allowed < 1) {
            return Optional.empty();
        }
        Map.Entry<RunId, CounterRanges> first = due.entrySet().iterator().next();
        CounterRange range = first.getValue().range(0);
        long last = Math.min(range.last(), range.first() + (long) allowed - 1);
        return Optional.of(new Due(first.getKey(), new CounterRange(range.first(), last)));
    }

    /** Frames were sent as asked. */
    void sent(RunId run, CounterRange counters) {
        if (due.containsKey(run)) {
            allowed -= counters.last() - counters.first() + 1;
            done(run, CounterRanges.of(counters));
        }
    }

    /** Frames need not be sent any more. */
    void done(RunId run, CounterRanges counters) {
        due.computeIfPresent(run, (id, ranges) -> {
            CounterRanges rest = ranges.minus(counters);
            return rest.isEmpty() ? null : rest;
        });
    }
}
