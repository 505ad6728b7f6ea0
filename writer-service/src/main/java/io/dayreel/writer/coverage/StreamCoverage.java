package io.dayreel.writer.coverage;

import io.dayreel.contracts.coverage.CoverageRecord.CoveredRun;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.StreamId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was seen of one stream since it was last reported. Grows with holes and runs, not with frames. Not thread-safe. */
public final class StreamCoverage {
    private final StreamId stream;
    private final Map<Integer, RunCoverage> runs = new HashMap<>();
    private RunCoverage latest = new RunCoverage(-1);
    private long conflicts;

    StreamCoverage(StreamId stream) {
        this.stream = stream;
    }

    StreamId stream() {
        return stream;
    }

    /** Takes note of a frame, also of one that is dropped or skipped. */
    public void see(FrameView frame) {
        if (latest.run() != frame.run()) {
            latest = runs.computeIfAbsent(frame.run(), RunCoverage::new);
        }
        latest.see(frame);
    }

    /** Takes note that other bytes were seen at a frame's position. */
    public void conflict() {
        conflicts++;
    }

    boolean hasNews() {
        return !runs.isEmpty() || conflicts > 0;
    }

    long conflicts() {
        return conflicts;
    }

    List<CoveredRun> coveredRuns() {
        List<CoveredRun> covered = new ArrayList<>(runs.size());
        runs.values().forEach(run -> covered.add(run.covered()));
        return covered;
    }

    /** Takes back what was to be reported and was not. */
    void addAll(StreamCoverage unreported) {
        unreported.runs.forEach(
                (run, coverage) -> runs.computeIfAbsent(run, RunCoverage::new).addAll(coverage));
        conflicts += unreported.conflicts;
    }
}
