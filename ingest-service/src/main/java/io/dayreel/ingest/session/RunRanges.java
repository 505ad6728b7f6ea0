package io.dayreel.ingest.session;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Counters of several runs. Grows with runs and holes, not with frames. Not thread-safe. */
public final class RunRanges {
    /** A run of a device. */
    public record RunId(Day day, int run) {}

    private final Map<RunId, CounterRanges> runs = new LinkedHashMap<>();

    public void add(RunId run, CounterRanges ranges) {
        if (!ranges.isEmpty()) {
            runs.computeIfAbsent(run, absent -> new CounterRanges()).addAll(ranges);
        }
    }

    /** The counters of a run, empty if there are none. Not to be changed. */
    public CounterRanges of(RunId run) {
        return runs.getOrDefault(run, new CounterRanges());
    }

    /** Takes counters out. @return those of them that were there */
    public CounterRanges take(RunId run, CounterRanges ranges) {
        CounterRanges there = of(run);
        CounterRanges taken = there.intersection(ranges);
        CounterRanges rest = there.minus(ranges);
        if (rest.isEmpty()) {
            runs.remove(run);
        } else {
            runs.put(run, rest);
        }
        return taken;
    }

    /** Hands out every run in order of first adding, and forgets all. */
    public void drain(BiConsumer<RunId, CounterRanges> consumer) {
        runs.forEach(consumer);
        runs.clear();
    }

    /** A snapshot, in order of first adding. */
    public List<RunId> runs() {
        return List.copyOf(runs.keySet());
    }

    public Set<Day> days() {
        return runs.keySet().stream().map(RunId::day).collect(Collectors.toSet());
    }

    public boolean isEmpty() {
        return runs.isEmpty();
    }
}
