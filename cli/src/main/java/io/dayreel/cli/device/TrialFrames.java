package io.dayreel.cli.device;

import io.dayreel.cli.trial.TrialFaults;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Which frames a trial leaves out or sends late over the WebSocket or HTTP. Each frame's fate is drawn once. A run's end
 * is never left out: it tells how many frames there are. Guarded by the spool's lock.
 */
final class TrialFrames {
    private static final double LATE = 0.2;
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(150);

    private final TrialFaults faults;
    private final RandomGenerator draws;
    private final Map<RunId, Fates> runs = new HashMap<>();

    private static final class Fates {
        private final CounterRanges leftOut = new CounterRanges();
        private CounterRanges late = new CounterRanges();
        private long lateUntilNanos;
        private long decided;
    }

    /** @param draws goes on from one connection to the next, so that not the same frames are left out again */
    TrialFrames(TrialFaults faults, RandomGenerator draws) {
        this.faults = faults;
        this.draws = draws;
    }

    /** What of a run must not be sent now, unless it is asked for. */
    CounterRanges withheld(SpooledRun run, long nowNanos) {
        if (faults.isNone()) {
            return new CounterRanges();
        }
        Fates fates = runs.computeIfAbsent(run.id(), id -> new Fates());
        decide(run, fates, nowNanos);
        if (!fates.late.isEmpty() && nowNanos - fates.lateUntilNanos >= 0) {
            fates.late = new CounterRanges();
        }
        CounterRanges withheld = fates.leftOut.copy();
        withheld.addAll(fates.late);
        return withheld;
    }

    private void decide(SpooledRun run, Fates fates, long nowNanos) {
        long open = run.ended() ? run.next() - 1 : run.next();
        for (; fates.decided < open; fates.decided++) {
            if (faults.loses(draws)) {
                fates.leftOut.add(fates.decided);
            } else if (faults.reorder() && draws.nextDouble() < LATE) {
                if (fates.late.isEmpty()) {
                    fates.lateUntilNanos = nowNanos + LATE_NANOS;
                }
                fates.late.add(fates.decided);
            }
        }
    }

    /** Leaves nothing out any more of what was drawn so far. */
    void relent() {
        runs.values().forEach(fates -> fates.leftOut.remove(0, Math.max(0, fates.decided - 1)));
    }

    /** Whether a message is sent twice. */
    boolean twice() {
        return faults.duplicates(draws);
    }
}
