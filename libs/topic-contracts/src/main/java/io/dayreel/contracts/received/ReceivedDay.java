package io.dayreel.contracts.received;

import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is durable of a day: {@code GET /v1/devices/{device}/days/{day}/received}. */
public record ReceivedDay(Day day, List<ReceivedRun> runs, Optional<PartitionWatermark> watermark) {

    /** @param next the highest counter the device is known to give next, as far as it said so or frames show it */
    public record ReceivedRun(
            int run,
            CounterRanges ranges,
            long next,
            Optional<RunEnd> end,
            Optional<Instant> firstTime,
            Optional<Instant> lastTime) {}

    public record PartitionWatermark(int partition, long nextOffset, Instant time) {}
}
