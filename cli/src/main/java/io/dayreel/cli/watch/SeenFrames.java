package io.dayreel.cli.watch;

import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which frames were delivered, of the last {@value #MAX_RUNS} runs, and where to go on. Not thread-safe. */
final class SeenFrames {
    private static final int MAX_RUNS = 256;

    private final Map<Run, CounterRanges> seen = new LinkedHashMap<>();
    private Run lastRun;
    private long lastCounter;

    private record Run(int day, int run) {}

    /** @return whether the frame is new */
    boolean add(FrameView frame) {
        Run run = new Run(frame.day(), frame.run());
        CounterRanges counters = seen.get(run);
        if (counters == null) {
            counters = new CounterRanges();
            seen.put(run, counters);
            if (seen.size() > MAX_RUNS) {
                seen.remove(seen.keySet().iterator().next());
            }
        }
        boolean fresh = counters.add(frame.counter());
        if (fresh) {
            lastRun = run;
            lastCounter = frame.counter();
        }
        return fresh;
    }

    /** Begins anew. */
    void forget() {
        seen.clear();
        lastRun = null;
    }

    /** The last frame delivered, as day/run/counter. */
    Optional<String> last() {
        return Optional.ofNullable(lastRun).map(run -> new Day(run.day()) + "/" + run.run() + "/" + lastCounter);
    }
}
