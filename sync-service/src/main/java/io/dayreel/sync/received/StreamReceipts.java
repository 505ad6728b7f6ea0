package io.dayreel.sync.received;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.contracts.completeness.RunCompleteness;
import io.dayreel.contracts.coverage.CoverageRecord.CoveredRun;
import io.dayreel.contracts.received.MissingDay;
import io.dayreel.contracts.received.ReceivedDay;
import io.dayreel.contracts.received.ReceivedDay.PartitionWatermark;
import io.dayreel.contracts.received.ReceivedDay.ReceivedRun;
import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * What is known of one stream, run by run. Immutable.
 *
 * @param runs by run number
 */
public record StreamReceipts(Map<Integer, RunReceipts> runs) {
    private static final StreamReceipts NONE = new StreamReceipts(Map.of());

    public StreamReceipts {
        runs = Map.copyOf(runs);
    }

    public static StreamReceipts none() {
        return NONE;
    }

    public StreamReceipts with(List<CoveredRun> covered) {
        Map<Integer, RunReceipts> all = new TreeMap<>(runs);
        for (CoveredRun run : covered) {
            all.put(run.run(), all.getOrDefault(run.run(), RunReceipts.none()).with(run));
        }
        return new StreamReceipts(all);
    }

    public StreamReceipts announcedNext(int run, long next) {
        return changed(run, receipts -> receipts.announcedNext(next));
    }

    /** With frames that will never come. @return this if nothing is new */
    public StreamReceipts withLost(int run, CounterRanges ranges, String reason) {
        return changed(run, receipts -> receipts.withLost(ranges, reason));
    }

    private StreamReceipts changed(int run, UnaryOperator<RunReceipts> change) {
        RunReceipts before = run(run);
        RunReceipts after = change.apply(before);
        if (after.equals(before)) {
            return this;
        }
        Map<Integer, RunReceipts> all = new TreeMap<>(runs);
        all.put(run, after);
        return new StreamReceipts(all);
    }

    /** One run; empty receipts if nothing is known of it. */
    public RunReceipts run(int run) {
        RunReceipts known = runs.get(run);
        return known == null ? RunReceipts.none() : known;
    }

    /** The day in figures. */
    public Totals totals() {
        long expected = 0;
        long received = 0;
        long lost = 0;
        int ends = 0;
        boolean declared = false;
        for (RunReceipts run : runs.values()) {
            expected += run.expected();
            received += run.received().size();
            lost += run.lostSize();
            ends += run.end().isPresent() ? 1 : 0;
            declared |= run.end().map(RunEnd::lastRunOfDay).orElse(false);
        }
        boolean lastEnded = inOrder().stream()
                .reduce((earlier, later) -> later)
                .map(last -> last.getValue().end().isPresent())
                .orElse(false);
        return new Totals(runs.size(), ends, expected, received, expected - received - lost, lost, lastEnded, declared);
    }

    /** The answer to "what do you have of this day", runs in order of first capture. */
    public ReceivedDay received(Day day, Optional<PartitionWatermark> watermark) {
        List<ReceivedRun> answers = inOrder().stream()
                .map(entry -> received(entry.getKey(), entry.getValue()))
                .toList();
        return new ReceivedDay(day, answers, watermark);
    }

    /** The answer to "what is missing of this day" (A7). */
    public MissingDay missing(Day day) {
        List<MissingDay.MissingRun> answers = inOrder().stream()
                .map(entry -> missing(entry.getKey(), entry.getValue()))
                .toList();
        Totals totals = totals();
        return new MissingDay(day, answers, totals.received(), totals.expected(), totals.missing(), totals.lost());
    }

    /** How complete each run is, with at most {@link CompletenessRecord#MAX_RANGES} ranges over all runs. */
    public List<RunCompleteness> completeness() {
        List<RunCompleteness> answers = new ArrayList<>(runs.size());
        RangeLimit limit = new RangeLimit(CompletenessRecord.MAX_RANGES);
        for (Map.Entry<Integer, RunReceipts> entry : inOrder()) {
            RunReceipts run = entry.getValue();
            limit.begin();
            CounterRanges missing = limit.first(run.missing());
            List<LostFrames> lost = new ArrayList<>();
            run.lostWithinRun().forEach((reason, ranges) -> {
                CounterRanges named = limit.first(ranges);
                if (!named.isEmpty()) {
                    lost.add(new LostFrames(named, reason));
                }
            });
            answers.add(new RunCompleteness(
                    entry.getKey(),
                    run.expected(),
                    run.received().size(),
                    missing,
                    lost,
                    run.end().isPresent(),
                    limit.leftOut()));
        }
        return answers;
    }

    /** Runs in order of first capture; those without a frame last. */
    public List<Map.Entry<Integer, RunReceipts>> inOrder() {
        return runs.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Integer, RunReceipts>>comparingLong(
                                entry -> entry.getValue().firstTimeMicros())
                        .thenComparing(Map.Entry::getKey))
                .toList();
    }

    private static ReceivedRun received(int run, RunReceipts receipts) {
        boolean empty = receipts.received().isEmpty();
        Optional<Instant> first = empty ? Optional.empty() : Optional.of(instant(receipts.firstTimeMicros()));
        Optional<Instant> last = empty ? Optional.empty() : Optional.of(instant(receipts.lastTimeMicros()));
        return new ReceivedRun(run, receipts.received(), receipts.expected(), receipts.end(), first, last);
    }

    private static MissingDay.MissingRun missing(int run, RunReceipts receipts) {
        List<LostFrames> lost = receipts.lostWithinRun().entrySet().stream()
                .map(entry -> new LostFrames(entry.getValue(), entry.getKey()))
                .toList();
        return new MissingDay.MissingRun(
                run,
                receipts.missing(),
                receipts.expected(),
                receipts.received().size(),
                receipts.end().isPresent(),
                lost);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
