package io.dayreel.contracts.completeness;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One line of the fleet's completeness ({@code GET /v1/completeness?day=}), as it was last judged.
 *
 * @param connected whether the device is connected, so that what is missing can be asked for
 * @param deadlineMillis as in {@link CompletenessRecord}
 */
public record DayCompleteness(
        String device,
        CompletenessRecord.State state,
        long expected,
        long received,
        long missing,
        long lost,
        boolean connected,
        long deadlineMillis,
        long updatedMillis) {

    /** Received frames of those expected, 0 to 1; 1 if none is expected. */
    @JsonProperty
    public double completeness() {
        return CompletenessRecord.ratio(received, expected);
    }
}
