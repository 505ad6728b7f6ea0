package io.dayreel.media.cmaf;

import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * One coded picture or audio unit and its times in µs since 1970 (uploads: since their start).
 *
 * @param timeMicros decode time
 * @param compositionOffsetMicros to add for the time of presentation; may be below zero
 * @param durationHintMicros how long it lasts if no successor tells; 0 unknown
 * @param sync whether decoding can start here
 * @param body the bytes between position and limit; a slice of its owner's memory, never copied nor moved on
 */
public record Sample(
        long timeMicros, int compositionOffsetMicros, long durationHintMicros, boolean sync, ByteBuffer body) {

    public Sample {
        Objects.requireNonNull(body);
        if (durationHintMicros < 0) {
            throw new IllegalArgumentException("duration hint of " + durationHintMicros + " µs");
        }
    }

    /** Time of presentation, µs since 1970. */
    public long presentationMicros() {
        return timeMicros + compositionOffsetMicros;
    }
}
