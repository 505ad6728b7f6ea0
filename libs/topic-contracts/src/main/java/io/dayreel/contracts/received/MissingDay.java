package io.dayreel.contracts.received;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.List;

/** What is missing of a day (A7): {@code GET /v1/devices/{device}/days/{day}/missing}. */
public record MissingDay(Day day, List<MissingRun> runs, long received, long expected, long missing) {

    /** @param endKnown whether the device declared the end of the run; until then the newest frame counts as its end */
    public record MissingRun(int run, CounterRanges missing, long expected, long received, boolean endKnown) {}
}
