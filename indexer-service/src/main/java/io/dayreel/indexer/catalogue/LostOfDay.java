package io.dayreel.indexer.catalogue;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.contracts.completeness.RunCompleteness;
import io.dayreel.protocol.ranges.CounterRanges;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Which frames of a day will never come, as far as the record in {@code completeness} names them. Immutable. */
public final class LostOfDay {
    /** Nothing is known to be lost. */
    public static final LostOfDay NOTHING = new LostOfDay(Map.of());

    private final Map<Integer, List<LostFrames>> byRun;

    private LostOfDay(Map<Integer, List<LostFrames>> byRun) {
        this.byRun = byRun;
    }

    public static LostOfDay of(CompletenessRecord completeness) {
        Map<Integer, List<LostFrames>> lost = new TreeMap<>();
        for (RunCompleteness run : completeness.runs()) {
            if (!run.lost().isEmpty()) {
                lost.put(run.run(), run.lost());
            }
        }
        return lost.isEmpty() ? NOTHING : new LostOfDay(lost);
    }

    /** What of some counters of a run is lost, by reason; no counter is in two of them. */
    List<LostFrames> within(int run, CounterRanges counters) {
        List<LostFrames> within = new ArrayList<>();
        CounterRanges rest = counters;
        for (LostFrames lost : byRun.getOrDefault(run, List.of())) {
            CounterRanges some = lost.ranges().intersection(rest);
            if (!some.isEmpty()) {
                within.add(new LostFrames(some, lost.reason()));
                rest = rest.minus(some);
            }
        }
        return within;
    }

    /** A short name of it: empty if nothing is lost, the same on every instance, another as soon as it changes. */
    String name() {
        if (byRun.isEmpty()) {
            return "";
        }
        CRC32C crc = new CRC32C();
        crc.update(byRun.toString().getBytes(StandardCharsets.UTF_8));
        return ".%08x".formatted(crc.getValue());
    }
}
