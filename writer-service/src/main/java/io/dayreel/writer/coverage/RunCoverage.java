package io.dayreel.writer.coverage;

import io.dayreel.contracts.coverage.CoverageRecord.CoveredRun;
import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.Optional;

/** What was seen of one run since it was last reported. */
final class RunCoverage {
    private final int run;
    private final CounterRanges counters = new CounterRanges();
    private long firstTimeMicros = Long.MAX_VALUE;
    private long lastTimeMicros = Long.MIN_VALUE;
    private long frames;
    private long bytes;
    private Optional<RunEnd> end = Optional.empty();

    RunCoverage(int run) {
        this.run = run;
    }

    int run() {
        return run;
    }

    void see(FrameView frame) {
        counters.add(frame.counter());
        firstTimeMicros = Math.min(firstTimeMicros, frame.timeMicros());
        lastTimeMicros = Math.max(lastTimeMicros, frame.timeMicros());
        frames++;
        bytes += frame.length();
        if (frame.type() == FrameType.END_OF_RUN) {
            end = Optional.of(EndOfRun.of(frame));
        }
    }

    void addAll(RunCoverage other) {
        counters.addAll(other.counters);
        firstTimeMicros = Math.min(firstTimeMicros, other.firstTimeMicros);
        lastTimeMicros = Math.max(lastTimeMicros, other.lastTimeMicros);
        frames += other.frames;
        bytes += other.bytes;
        end = end.or(() -> other.end);
    }

    CoveredRun covered() {
        return new CoveredRun(run, counters, firstTimeMicros, lastTimeMicros, frames, bytes, end);
    }
}
