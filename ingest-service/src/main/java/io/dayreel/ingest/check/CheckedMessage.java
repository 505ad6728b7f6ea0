package io.dayreel.ingest.check;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.List;

/**
 * The good frames at the beginning of a message: all of one day and run, checked. There is at least one.
 *
 * @param bytes exactly the good frames, as received
 * @param ranges their counters
 * @param conflicts counters that this connection sent before with other bytes
 */
public record CheckedMessage(
        Day day,
        int run,
        CounterRanges ranges,
        int frames,
        byte[] bytes,
        List<EventFrame> events,
        List<Long> conflicts) {}
