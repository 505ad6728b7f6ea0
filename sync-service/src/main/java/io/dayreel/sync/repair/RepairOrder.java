package io.dayreel.sync.repair;

import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which of a device's missing frames are asked for first. */
public sealed interface RepairOrder {
    /** Days or runs, given oldest first, in the order in which they are looked at. */
    <T> List<T> order(List<T> oldestFirst);

    /**
     * The frames to begin with.
     *
     * @param frames how many at most, at least 1
     * @param ranges in how many ranges at most, at least 1
     */
    CounterRanges first(CounterRanges missing, long frames, int ranges);

    /** What was captured first comes first: days complete one after the other, as they are to be sealed. */
    record OldestFirst() implements RepairOrder {
        @Override
        public <T> List<T> order(List<T> oldestFirst) {
            return oldestFirst;
        }

        @Override
        public CounterRanges first(CounterRanges missing, long frames, int ranges) {
            CounterRanges chosen = new CounterRanges();
            for (int i = 0; i < Math.min(ranges, missing.rangeCount()) && chosen.size() < frames; i++) {
                CounterRange range = missing.range(i);
                chosen.add(range.first(), Math.min(range.last(), range.first() + frames - chosen.size() - 1));
            }
            return chosen;
        }
    }

    /** What was captured last comes first: what somebody who watches the recent past misses most. */
    record NewestFirst() implements RepairOrder {
        @Override
        public <T> List<T> order(List<T> oldestFirst) {
            List<T> newestFirst = new ArrayList<>(oldestFirst);
            Collections.reverse(newestFirst);
            return newestFirst;
        }

        @Override
        public CounterRanges first(CounterRanges missing, long frames, int ranges) {
            CounterRanges chosen = new CounterRanges();
            int end = missing.rangeCount() - 1;
            for (int i = end; i >= 0 && i > end - ranges && chosen.size() < frames; i--) {
                CounterRange range = missing.range(i);
                chosen.add(Math.max(range.first(), range.last() - (frames - chosen.size()) + 1), range.last());
            }
            return chosen;
        }
    }
}
