package io.dayreel.protocol.ranges;

/**
 * Counters from {@code first} to {@code last}, both included.
 *
 * @param first 0–4294967295
 * @param last at least {@code first}
 */
public record CounterRange(long first, long last) {
    public CounterRange {
        if (first < 0 || last < first || last > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("counter range " + first + "-" + last);
        }
    }

    /** Number of counters in it, at least 1. */
    public long size() {
        return last - first + 1;
    }

    public boolean contains(long counter) {
        return counter >= first && counter <= last;
    }

    /** {@code first-last}. */
    @Override
    public String toString() {
        return first + "-" + last;
    }
}
