package io.dayreel.contracts.received;

import io.dayreel.contracts.completeness.LostFrames;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.List;

/**
 * What is missing of a day (A7): {@code GET /v1/devices/{device}/days/{day}/missing}.
 *
 * @param expected frames that the device numbered, as far as anybody knows: received, missing and lost
 * @param missing frames that may still come
 * @param lost frames that never will
 */
public record MissingDay(Day day, List<MissingRun> runs, long received, long expected, long missing, long lost) {

    /**
     * @param endKnown whether the device declared the end of the run; until then the newest frame counts as its end
     * @param lost what can never come, by reason
     */
    public record MissingRun(
            int run, CounterRanges missing, long expected, long received, boolean endKnown, List<LostFrames> lost) {
        public MissingRun {
            lost = lost == null ? List.of() : List.copyOf(lost);
        }
    }
}
