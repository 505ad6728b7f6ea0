package io.dayreel.sync.received;

import io.dayreel.contracts.coverage.CoverageRecord.CoveredRun;
import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of one run: the frames that are durable, those that will never be, and evidence of how many there are.
 *
 * @param received durable frames; the end-of-run frame, once received, is one of them
 * @param next the counter that the device said it gives next; 0 if it never said
 * @param end the end as the device declared it
 * @param firstTimeMicros smallest capture time, µs since 1970-01-01; {@link Long#MAX_VALUE} before the first frame
 * @param lastTimeMicros largest capture time; {@link Long#MIN_VALUE} before the first frame
 * @param lost what can never come, by reason; no frame is in two of them, and none is received
 */
public record RunReceipts(
        CounterRanges received,
        long next,
        Optional<RunEnd> end,
        long firstTimeMicros,
        long lastTimeMicros,
        Map<String, CounterRanges> lost) {
    /** Reasons told apart in a run; the frames of further ones count as {@link #OTHER_REASON}. */
    static final int MAX_REASONS = 16;

    static final String OTHER_REASON = "other";

    static RunReceipts none() {
        return new RunReceipts(
                new CounterRanges(), 0, Optional.empty(), Long.MAX_VALUE, Long.MIN_VALUE, new TreeMap<>());
    }

    /** With one more report of the writer; reports overlap freely. What comes is no longer lost. */
    RunReceipts with(CoveredRun covered) {
        CounterRanges all = received.copy();
        all.addAll(covered.ranges());
        return new RunReceipts(
                all,
                next,
                covered.end().or(() -> end),
                Math.min(firstTimeMicros, covered.firstTimeMicros()),
                Math.max(lastTimeMicros, covered.lastTimeMicros()),
                withoutReceived(lost, covered.ranges()));
    }

    private static Map<String, CounterRanges> withoutReceived(Map<String, CounterRanges> lost, CounterRanges came) {
        if (lost.isEmpty()) {
            return lost;
        }
        Map<String, CounterRanges> rest = new TreeMap<>();
        lost.forEach((reason, ranges) -> {
            CounterRanges still = ranges.minus(came);
            if (!still.isEmpty()) {
                rest.put(reason, still);
            }
        });
        return rest;
    }

    /** With what the device announced; an older announcement changes nothing. */
    RunReceipts announcedNext(long announced) {
        return announced <= next
                ? this
                : new RunReceipts(received, announced, end, firstTimeMicros, lastTimeMicros, lost);
    }

    /** With frames that will never come; those that did, or were lost before, change nothing. */
    RunReceipts withLost(CounterRanges ranges, String reason) {
        CounterRanges news = ranges.minus(received);
        for (CounterRanges known : lost.values()) {
            news = news.minus(known);
        }
        if (news.isEmpty()) {
            return this;
        }
        Map<String, CounterRanges> all = new TreeMap<>(lost);
        String kept = all.containsKey(reason) || all.size() < MAX_REASONS ? reason : OTHER_REASON;
        CounterRanges before = all.get(kept);
        if (before != null) {
            news.addAll(before);
        }
        all.put(kept, news);
        return new RunReceipts(received, next, end, firstTimeMicros, lastTimeMicros, all);
    }

    /**
     * Number of frames that the run has as far as anybody knows: up to its declared end and with the end-of-run frame,
     * or else up to the newest frame or announcement.
     */
    public long expected() {
        if (end.isPresent()) {
            return Math.max(end.get().counter() + 1, seen());
        }
        long gone = lost.values().stream()
                .mapToLong(ranges -> ranges.last() + 1)
                .max()
                .orElse(0);
        return Math.max(Math.max(seen(), next), gone);
    }

    /** One more than the newest durable frame. */
    public long seen() {
        return received.isEmpty() ? 0 : received.last() + 1;
    }

    /** What may still come, of the whole run. */
    public CounterRanges missing() {
        return missingBelow(expected());
    }

    /** What may still come, of the counters below a bound. */
    public CounterRanges missingBelow(long bound) {
        CounterRanges missing = received.missing(0, Math.min(bound, expected()) - 1);
        for (CounterRanges gone : lost.values()) {
            missing = missing.minus(gone);
        }
        return missing;
    }

    /** What will never come: {@link #lost} without what a declared end shows never to have been. */
    public Map<String, CounterRanges> lostWithinRun() {
        long expected = expected();
        boolean beyond = lost.values().stream().anyMatch(ranges -> ranges.last() >= expected);
        if (!beyond) {
            return lost;
        }
        CounterRanges run = CounterRanges.of(new CounterRange(0, expected - 1));
        Map<String, CounterRanges> within = new TreeMap<>();
        lost.forEach((reason, ranges) -> {
            CounterRanges inRun = ranges.intersection(run);
            if (!inRun.isEmpty()) {
                within.put(reason, inRun);
            }
        });
        return within;
    }

    long lostSize() {
        return lostWithinRun().values().stream().mapToLong(CounterRanges::size).sum();
    }
}
