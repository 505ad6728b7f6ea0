package io.dayreel.sync.received;

import io.dayreel.contracts.coverage.CoverageRecord.CoveredRun;
import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.Optional;

/**
 * What is known of one run: the frames that are durable, and evidence of how many there are.
 *
 * @param received durable frames; the end-of-run frame, once received, is one of them
 * @param next the counter that the device said it gives next; 0 if it never said
 * @param end the end as the device declared it
 * @param firstTimeMicros smallest capture time, µs since 1970-01-01; {@link Long#MAX_VALUE} before the first frame
 * @param lastTimeMicros largest capture time; {@link Long#MIN_VALUE} before the first frame
 */
public record RunReceipts(
        CounterRanges received, long next, Optional<RunEnd> end, long firstTimeMicros, long lastTimeMicros) {

    static RunReceipts none() {
        return new RunReceipts(new CounterRanges(), 0, Optional.empty(), Long.MAX_VALUE, Long.MIN_VALUE);
    }

    /** With one more report of the writer; reports overlap freely. */
    RunReceipts with(CoveredRun covered) {
        CounterRanges all = received.copy();
        all.addAll(covered.ranges());
        return new RunReceipts(
                all,
                next,
                covered.end().or(() -> end),
                Math.min(firstTimeMicros, covered.firstTimeMicros()),
                Math.max(lastTimeMicros, covered.lastTimeMicros()));
    }

    /** With what the device announced; an older announcement changes nothing. */
    RunReceipts announcedNext(long announced) {
        return announced <= next ? this : new RunReceipts(received, announced, end, firstTimeMicros, lastTimeMicros);
    }

    /**
     * Number of frames that the run has as far as anybody knows: up to its declared end and with the end-of-run frame,
     * or else up to the newest frame or announcement.
     */
    public long expected() {
        long seen = received.isEmpty() ? 0 : received.last() + 1;
        long declared = end.map(e -> e.counter() + 1).orElse(0L);
        return Math.max(declared, Math.max(seen, end.isPresent() ? 0 : next));
    }

    public CounterRanges missing() {
        return received.missing(0, expected() - 1);
    }
}
