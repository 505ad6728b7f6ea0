package io.dayreel.writer.coverage;

import io.dayreel.contracts.coverage.CoverageRecord.CoveredRun;
import io.dayreel.contracts.device.GoneFrames;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.log.LogEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was seen of one stream since it was last reported. Grows with holes, runs and declarations of gone frames, not with
 * frames. Not thread-safe.
 */
public final class StreamCoverage {
    private static final LogEvents LOG = LogEvents.of(StreamCoverage.class);

    /** Declared between two reports; of further ones the device is asked, since its frames are missing. */
    private static final int MAX_GONE_RANGES = 10_000;

    private final StreamId stream;
    private final Map<Integer, RunCoverage> runs = new HashMap<>();
    private RunCoverage latest = new RunCoverage(-1);
    private final List<GoneFrames> gone = new ArrayList<>();
    private int goneRanges;
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
        if (frame.type() == FrameType.GONE) {
            seeGone(frame);
        }
    }

    /** Ingest refuses what names no frames; what came another way must not keep the others from being reported. */
    private void seeGone(FrameView frame) {
        try {
            GoneFrames declared = GoneFrames.parse(frame.bodyBytes());
            goneRanges += declared.ranges().rangeCount();
            if (goneRanges <= MAX_GONE_RANGES) {
                gone.add(declared);
            } else {
                LOG.warn("gone-frame-left-out", "stream", stream, "run", frame.run(), "counter", frame.counter());
            }
        } catch (GoneFrames.Malformed e) {
            LOG.warn(
                    "gone-frame-unreadable",
                    "stream",
                    stream,
                    "run",
                    frame.run(),
                    "counter",
                    frame.counter(),
                    "reason",
                    e.getMessage());
        }
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

    /** Frames that the device declared gone, of any of its days. */
    List<GoneFrames> gone() {
        return List.copyOf(gone);
    }

    /** Takes back what was to be reported and was not. */
    void addAll(StreamCoverage unreported) {
        unreported.runs.forEach(
                (run, coverage) -> runs.computeIfAbsent(run, RunCoverage::new).addAll(coverage));
        gone.addAll(unreported.gone);
        goneRanges += unreported.goneRanges;
        conflicts += unreported.conflicts;
    }
}
