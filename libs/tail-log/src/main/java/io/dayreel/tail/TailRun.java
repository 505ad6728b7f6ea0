package io.dayreel.tail;

import java.util.OptionalLong;

/**
 * What a tail holds of one run; times in µs. Frames between the counters may be missing.
 *
 * @param endMicros time of the frame with the last counter, if that ends the run
 */
public record TailRun(
        int run,
        long firstCounter,
        long lastCounter,
        long firstTimeMicros,
        long lastTimeMicros,
        OptionalLong endMicros) {

    /** Whether the frame with the last counter ends the run. */
    public boolean ended() {
        return endMicros.isPresent();
    }
}
