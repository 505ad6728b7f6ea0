package io.dayreel.sync.repair;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;

/**
 * Frames of one run that an operator wants sent again before all others.
 *
 * @param request names what the operator asked for; several runs of it are several wishes
 * @param ranges what the device has still to be asked for; not to be changed
 */
public record Wish(String request, Day day, int run, CounterRanges ranges) {

    /** The same wish once the device was asked for everything of it up to a counter. */
    public Wish after(long counter) {
        CounterRanges rest = ranges.copy();
        rest.remove(0, counter);
        return new Wish(request, day, run, rest);
    }
}
