package io.dayreel.contracts.completeness;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dayreel.protocol.stream.StreamId;
import java.util.List;

/**
 * How complete one device's one day is (A9): value of the topic {@code completeness}, where the newest record of a
 * stream is valid, and answer of {@code GET /v1/devices/{device}/days/{day}/completeness}.
 *
 * @param expected frames that the device numbered, as far as anybody knows: received, missing and lost
 * @param missing frames that may still come
 * @param lost frames that never will
 * @param runs in order of first capture
 * @param deadlineMillis when the day is declared ready whatever is missing, ms since 1970-01-01; 0 if never
 * @param revision grows with every record of the stream
 */
public record CompletenessRecord(
        StreamId stream,
        State state,
        long expected,
        long received,
        long missing,
        long lost,
        List<RunCompleteness> runs,
        long deadlineMillis,
        long revision,
        long updatedMillis) {
    /** Ranges that a record names at most, over all runs, missing and lost together. */
    public static final int MAX_RANGES = 1000;

    public CompletenessRecord {
        runs = runs == null ? List.of() : List.copyOf(runs);
    }

    /** What may be done with the day. */
    public enum State {
        /** Frames are expected, or were received a moment ago. */
        @JsonProperty("open")
        OPEN,
        /** Over, and complete or past its deadline: it may be sealed. Frames that come after this open it again. */
        @JsonProperty("ready")
        READY,
        /** A manifest describes it. */
        @JsonProperty("sealed")
        SEALED
    }

    /** Received frames of those expected, 0 to 1; 1 if none is expected. */
    @JsonProperty
    public double completeness() {
        return ratio(received, expected);
    }

    /** As {@link #completeness}, of any day. */
    public static double ratio(long received, long expected) {
        return expected == 0 ? 1 : (double) received / expected;
    }
}
