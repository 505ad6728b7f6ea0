package io.dayreel.streamer.healing;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.streamer.archive.DayArchive;
import io.dayreel.streamer.tail.HealedFrames;
import java.util.Optional;

/** What came of a run since its viewers were told last. Not thread-safe. */
final class RunArrivals {
    /** A frame that is not further than that behind the newest of its run was only overtaken on its way. */
    private static final long OVERTAKEN_MICROS = 2_000_000;

    private final RunOfStream run;
    private Optional<Arrived> late = Optional.empty();
    private Optional<Arrived> unsure = Optional.empty();
    private RunEnd end = RunEnd.NONE;
    private boolean reordered = true;

    RunArrivals(RunOfStream run) {
        this.run = run;
    }

    /**
     * Adds frames that the tail does not have.
     *
     * @param arrived not used by the caller afterwards
     * @param before the run's end before they came
     * @param isWhole whether that is the end of the whole run, and not only of what the tail has
     */
    void add(Arrived arrived, RunEnd before, boolean isWhole) {
        end = end.later(before).later(arrived.end());
        Arrived behind = arrived.splitBehind(before.counter());
        if (!arrived.ranges().isEmpty()) {
            reordered &= before.timeMicros() - arrived.toMicros() < OVERTAKEN_MICROS;
            late = merged(late, arrived);
        }
        if (!isWhole && !behind.ranges().isEmpty()) {
            unsure = merged(unsure, behind);
        }
    }

    private static Optional<Arrived> merged(Optional<Arrived> before, Arrived more) {
        before.ifPresent(more::add);
        return Optional.of(more);
    }

    RunOfStream run() {
        return run;
    }

    /** The run's end, as far as it is known after {@link #settle}. */
    RunEnd end() {
        return end;
    }

    /** What of it filled a hole, now that the archive is known too; empty if nothing did. May be called once. */
    Optional<HealedFrames> settle(DayArchive archive, int partition) {
        late.ifPresent(frames -> end = end.later(frames.leaveOut(archive, partition)));
        unsure.ifPresent(frames -> {
            RunEnd archived = frames.leaveOut(archive, partition);
            frames.leaveOutBehind(archived.counter());
            end = end.later(archived);
            if (!frames.ranges().isEmpty()) {
                reordered = false;
                late = merged(late, frames);
            }
        });
        return late.filter(frames -> !frames.ranges().isEmpty()).map(this::healed);
    }

    private HealedFrames healed(Arrived frames) {
        CounterRanges ranges = frames.ranges();
        return new HealedFrames(run.stream(), run.run(), ranges, frames.fromMicros(), frames.toMicros(), reordered);
    }
}
