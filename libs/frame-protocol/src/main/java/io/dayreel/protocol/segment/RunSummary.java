package io.dayreel.protocol.segment;

import io.dayreel.protocol.ranges.CounterRange;
import java.util.List;

/**
 * What a segment holds of one run.
 *
 * @param run 0–65535
 * @param frames number of frames, repeats included
 * @param ranges counters that are there, ascending, neither touching nor overlapping
 * @param firstTimeMicros smallest decode time, µs since 1970-01-01 UTC
 * @param lastTimeMicros largest decode time
 */
public record RunSummary(int run, long frames, List<CounterRange> ranges, long firstTimeMicros, long lastTimeMicros) {
    public RunSummary {
        ranges = List.copyOf(ranges);
    }

    public long firstCounter() {
        return ranges.get(0).first();
    }

    public long lastCounter() {
        return ranges.get(ranges.size() - 1).last();
    }
}
