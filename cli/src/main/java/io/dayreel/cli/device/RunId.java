package io.dayreel.cli.device;

import io.dayreel.protocol.stream.Day;

/**
 * A stretch of a device's day with one unbroken counter.
 *
 * @param run 0–65535
 */
public record RunId(Day day, int run) {
    public RunId {
        if (run < 0 || run > 0xFFFF) {
            throw new IllegalArgumentException("run must be 0–65535 but is " + run);
        }
    }

    /** {@code yyyy-mm-dd/run}. */
    @Override
    public String toString() {
        return day + "/" + run;
    }
}
