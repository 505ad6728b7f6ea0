package io.dayreel.streamer.playback;

import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The holes that a viewer was told of and that are still open. Keeps some runs; the oldest are forgotten. */
final class ToldGaps {
    private static final int MAX_RUNS = 64;
    private static final int MAX_RANGES = 1_000;

    private final Map<RunOfDay, CounterRanges> holes = new LinkedHashMap<>();

    private record RunOfDay(Day day, int run) {}

    void told(Day day, int run, CounterRanges missing) {
        if (missing.isEmpty()) {
            return;
        }
        CounterRanges open = holes.computeIfAbsent(new RunOfDay(day, run), id -> new CounterRanges());
        open.addAll(missing);
        if (open.rangeCount() > MAX_RANGES) {
            CounterRange oldest = open.range(0);
            open.remove(oldest.first(), oldest.last());
        }
        if (holes.size() > MAX_RUNS) {
            Iterator<RunOfDay> eldest = holes.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
    }

    /** @return whether the viewer knows a hole that these frames fill, wholly or in part */
    boolean fill(Day day, int run, CounterRanges arrived) {
        CounterRanges open = holes.get(new RunOfDay(day, run));
        if (open == null || open.intersection(arrived).isEmpty()) {
            return false;
        }
        CounterRanges left = open.minus(arrived);
        if (left.isEmpty()) {
            holes.remove(new RunOfDay(day, run));
        } else {
            holes.put(new RunOfDay(day, run), left);
        }
        return true;
    }
}
