package io.dayreel.sync.received;

import io.dayreel.contracts.coverage.CoverageRecord.CoveredRun;
import io.dayreel.contracts.received.MissingDay;
import io.dayreel.contracts.received.ReceivedDay;
import io.dayreel.contracts.received.ReceivedDay.PartitionWatermark;
import io.dayreel.contracts.received.ReceivedDay.ReceivedRun;
import io.dayreel.protocol.stream.Day;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of one stream, run by run. Immutable.
 *
 * @param runs by run number
 */
public record StreamReceipts(Map<Integer, RunReceipts> runs) {
    public StreamReceipts {
        runs = Map.copyOf(runs);
    }

    public static StreamReceipts none() {
        return new StreamReceipts(Map.of());
    }

    public StreamReceipts with(List<CoveredRun> covered) {
        Map<Integer, RunReceipts> all = new TreeMap<>(runs);
        for (CoveredRun run : covered) {
            all.put(run.run(), all.getOrDefault(run.run(), RunReceipts.none()).with(run));
        }
        return new StreamReceipts(all);
    }

    public StreamReceipts announcedNext(int run, long next) {
        Map<Integer, RunReceipts> all = new TreeMap<>(runs);
        all.put(run, all.getOrDefault(run, RunReceipts.none()).announcedNext(next));
        return new StreamReceipts(all);
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
        long received =
                answers.stream().mapToLong(MissingDay.MissingRun::received).sum();
        long expected =
                answers.stream().mapToLong(MissingDay.MissingRun::expected).sum();
        return new MissingDay(day, answers, received, expected, expected - received, 0);
    }

    private List<Map.Entry<Integer, RunReceipts>> inOrder() {
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
        return new MissingDay.MissingRun(
                run,
                receipts.missing(),
                receipts.expected(),
                receipts.received().size(),
                receipts.end().isPresent(),
                List.of());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
