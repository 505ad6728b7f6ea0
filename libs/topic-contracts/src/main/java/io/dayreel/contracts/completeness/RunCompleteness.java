package io.dayreel.contracts.completeness;

import io.dayreel.protocol.ranges.CounterRanges;
import java.util.List;

/**
 * One run of a day: {@code expected} frames are received, missing or lost.
 *
 * @param missing what may still come; the first of it where {@link #truncated}
 * @param lost what can never come, by reason; likewise
 * @param endKnown whether the device declared the run's end; otherwise its highest known counter counts as its end
 * @param truncated whether {@code missing} or {@code lost} name only a part: the REST answer {@code missing} has all
 */
public record RunCompleteness(
        int run,
        long expected,
        long received,
        CounterRanges missing,
        List<LostFrames> lost,
        boolean endKnown,
        boolean truncated) {
    public RunCompleteness {
        lost = lost == null ? List.of() : List.copyOf(lost);
    }
}
