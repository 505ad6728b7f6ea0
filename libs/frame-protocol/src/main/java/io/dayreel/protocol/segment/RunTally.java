package io.dayreel.protocol.segment;

import io.dayreel.protocol.ranges.CounterRanges;
import java.util.List;
import java.util.TreeMap;

/** Counts frames by run. Bounded: {@link #hasRoomFor}. */
final class RunTally {
    private static final int MAX_RUNS = 1024;
    private static final int MAX_RANGES = 8192;

    private final TreeMap<Integer, Run> runs = new TreeMap<>();
    private int ranges;

    void add(IndexEntry frame) {
        Run run = runs.computeIfAbsent(frame.run(), number -> new Run());
        ranges -= run.counters.rangeCount();
        run.counters.add(frame.counter());
        ranges += run.counters.rangeCount();
        run.firstTime = Math.min(run.firstTime, frame.timeMicros());
        run.lastTime = Math.max(run.lastTime, frame.timeMicros());
        run.frames++;
    }

    boolean hasRoomFor(int run) {
        return ranges < MAX_RANGES && (runs.containsKey(run) || runs.size() < MAX_RUNS);
    }

    /** A copy. */
    CounterRanges counters(int run) {
        Run known = runs.get(run);
        return known == null ? new CounterRanges() : known.counters.copy();
    }

    /** By ascending run. */
    List<RunSummary> summaries() {
        return runs.entrySet().stream()
                .map(run -> run.getValue().summary(run.getKey()))
                .toList();
    }

    private static final class Run {
        private final CounterRanges counters = new CounterRanges();
        private long firstTime = Long.MAX_VALUE;
        private long lastTime = Long.MIN_VALUE;
        private long frames;

        RunSummary summary(int run) {
            return new RunSummary(run, frames, counters.ranges(), firstTime, lastTime);
        }
    }
}
