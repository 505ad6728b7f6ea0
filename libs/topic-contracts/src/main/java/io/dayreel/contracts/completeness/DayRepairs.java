package io.dayreel.contracts.completeness;

import io.dayreel.protocol.stream.Day;
import java.util.List;

/**
 * What was done to complete a day: {@code GET /v1/devices/{device}/days/{day}/repairs}.
 *
 * @param events oldest first, the last {@link #MAX_EVENTS} of them
 * @param forgotten how many older ones were dropped
 */
public record DayRepairs(Day day, List<RepairEvent> events, long forgotten) {
    /** Events kept of a day. */
    public static final int MAX_EVENTS = 200;

    public DayRepairs {
        events = List.copyOf(events);
    }
}
