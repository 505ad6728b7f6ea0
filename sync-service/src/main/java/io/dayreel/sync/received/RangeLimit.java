package io.dayreel.sync.received;

import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;

/** Hands out ranges until a number of them is reached, and remembers whether some were left out. */
final class RangeLimit {
    private int left;
    private boolean leftOut;

    RangeLimit(int ranges) {
        left = ranges;
    }

    /** Forgets what was left out so far. */
    void begin() {
        leftOut = false;
    }

    /** The first ranges, as many as are allowed. */
    CounterRanges first(CounterRanges all) {
        if (all.rangeCount() <= left) {
            left -= all.rangeCount();
            return all;
        }
        leftOut = true;
        CounterRanges some = new CounterRanges();
        for (int i = 0; i < left; i++) {
            CounterRange range = all.range(i);
            some.add(range.first(), range.last());
        }
        left = 0;
        return some;
    }

    boolean leftOut() {
        return leftOut;
    }
}
