package io.dayreel.contracts.completeness;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dayreel.protocol.ranges.CounterRanges;

/**
 * One step in the repair of a day.
 *
 * @param frames how many frames it is about
 * @param ranges the first of them, at most {@link #MAX_RANGES} ranges
 * @param request the request it belongs to; empty if it belongs to none
 * @param reason why, for what was lost or refused; otherwise empty
 */
public record RepairEvent(
        long atMillis, Kind kind, int run, long frames, CounterRanges ranges, String request, String reason) {
    /** Ranges that an event names at most. */
    public static final int MAX_RANGES = 20;

    /** What happened. */
    public enum Kind {
        /** The device was asked for frames. */
        @JsonProperty("asked")
        ASKED,
        /** The device said which of them it has. */
        @JsonProperty("answered")
        ANSWERED,
        /** Frames that were asked for are there. */
        @JsonProperty("healed")
        HEALED,
        /** Frames that were asked for did not come in time; they are asked for again later. */
        @JsonProperty("unanswered")
        UNANSWERED,
        /** Frames will never come. */
        @JsonProperty("lost")
        LOST,
        /** Frames are no longer asked for. */
        @JsonProperty("refused")
        REFUSED
    }

    /** With at most {@link #MAX_RANGES} of the ranges. */
    public static RepairEvent of(
            long atMillis, Kind kind, int run, CounterRanges ranges, String request, String reason) {
        CounterRanges named = new CounterRanges();
        for (int i = 0; i < Math.min(MAX_RANGES, ranges.rangeCount()); i++) {
            named.add(ranges.range(i).first(), ranges.range(i).last());
        }
        return new RepairEvent(atMillis, kind, run, ranges.size(), named, request, reason);
    }
}
