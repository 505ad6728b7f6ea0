package io.dayreel.streamer.timeline;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.Optional;

/** How far a run was read, and which frame was read before. Not thread-safe. */
final class PlaceInRun {
    private static final long ADJACENT_MICROS = 2_000_000;

    private final long runFirstTimeMicros;
    private TimelinePosition next;
    private Optional<Passed> last;

    /** A frame that was read. */
    private record Passed(TimelinePosition position, long timeMicros, boolean endedItsRun) {}

    private PlaceInRun(TimelinePosition next, long runFirstTimeMicros, Optional<Passed> last) {
        this.next = next;
        this.runFirstTimeMicros = runFirstTimeMicros;
        this.last = last;
    }

    /** Where reading begins: what was before it does not matter. */
    static PlaceInRun first(TimelinePosition next, long runFirstTimeMicros) {
        return new PlaceInRun(next, runFirstTimeMicros, Optional.empty());
    }

    /** The run that is read after this one. */
    PlaceInRun followedBy(TimelinePosition later, long laterRunFirstTimeMicros) {
        return new PlaceInRun(later, laterRunFirstTimeMicros, last);
    }

    /** The next frame to read. */
    TimelinePosition next() {
        return next;
    }

    Day day() {
        return next.day();
    }

    long runFirstTimeMicros() {
        return runFirstTimeMicros;
    }

    /** Goes on at a later counter. */
    void goTo(long counter) {
        next = new TimelinePosition(next.day(), next.run(), counter);
    }

    /** Goes on behind a frame. @return what lies between it and the frame read before */
    Optional<Gap> pass(FrameView frame) {
        Optional<Gap> gap = last.flatMap(before -> gap(before, frame));
        TimelinePosition position = new TimelinePosition(next.day(), next.run(), frame.counter());
        last = Optional.of(new Passed(position, frame.timeMicros(), frame.type() == FrameType.END_OF_RUN));
        goTo(frame.counter() + 1);
        return gap;
    }

    private Optional<Gap> gap(Passed before, FrameView frame) {
        boolean sameRun =
                before.position().day().equals(next.day()) && before.position().run() == next.run();
        long expected = sameRun ? before.position().counter() + 1 : 0;
        CounterRanges missing = new CounterRanges();
        if (frame.counter() > expected) {
            missing.add(expected, frame.counter() - 1);
        }
        boolean goesOver = before.endedItsRun() || before.position().day().compareTo(next.day()) < 0;
        boolean follows = sameRun || goesOver && frame.timeMicros() - before.timeMicros() <= ADJACENT_MICROS;
        return missing.isEmpty() && follows
                ? Optional.empty()
                : Optional.of(new Gap(before.timeMicros(), frame.timeMicros(), next.day(), next.run(), missing));
    }

    /**
     * Whether a later day's run begins where this one has come to and not ended, as it does at midnight, when each track
     * goes over to the new day at its own first key frame.
     */
    boolean goesOverTo(Day day, long firstTimeMicros) {
        return next.day().compareTo(day) < 0
                && last.filter(frame -> !frame.endedItsRun() && firstTimeMicros - frame.timeMicros() <= ADJACENT_MICROS)
                        .isPresent();
    }
}
