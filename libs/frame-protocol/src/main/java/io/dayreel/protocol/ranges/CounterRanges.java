package io.dayreel.protocol.ranges;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A set of counters, kept as sorted ranges that neither touch nor overlap. Grows with the number of holes, not of
 * frames; appending at the end is O(1), anything else O(log n) to find and O(n) to move. Not thread-safe.
 */
public final class CounterRanges {
    private static final int FEW = 16;

    private long[] firsts = new long[4];
    private long[] lasts = new long[4];
    private int count;
    private long size;

    public CounterRanges() {}

    public static CounterRanges of(CounterRange... ranges) {
        CounterRanges result = new CounterRanges();
        for (CounterRange range : ranges) {
            result.add(range.first(), range.last());
        }
        return result;
    }

    public static CounterRanges of(Iterable<CounterRange> ranges) {
        CounterRanges result = new CounterRanges();
        for (CounterRange range : ranges) {
            result.add(range.first(), range.last());
        }
        return result;
    }

    public CounterRanges copy() {
        CounterRanges result = new CounterRanges();
        result.firsts = Arrays.copyOf(firsts, Math.max(4, count));
        result.lasts = Arrays.copyOf(lasts, Math.max(4, count));
        result.count = count;
        result.size = size;
        return result;
    }

    /** @return whether the counter was not there before */
    public boolean add(long counter) {
        return add(counter, counter) == 1;
    }

    /**
     * Adds counters {@code first} to {@code last}, both included.
     *
     * @return how many of them were not there before
     */
    public long add(long first, long last) {
        if (first < 0 || last < first || last > 0xFFFF_FFFFL) {
            throw new IllegalArgumentException("counter range " + first + "-" + last);
        }
        int from = firstEndingAtOrAfter(first - 1);
        int to = from;
        long newFirst = first;
        long newLast = last;
        long replaced = 0;
        while (to < count && firsts[to] <= last + 1) {
            newFirst = Math.min(newFirst, firsts[to]);
            newLast = Math.max(newLast, lasts[to]);
            replaced += lasts[to] - firsts[to] + 1;
            to++;
        }
        replace(from, to, newFirst, newLast);
        long added = newLast - newFirst + 1 - replaced;
        size += added;
        return added;
    }

    /** Adds all counters of another set: O(n), whatever lies where, since devices choose that. */
    public void addAll(CounterRanges other) {
        if (other.count <= FEW || isEmpty() || other.firsts[0] > last()) {
            for (int i = 0; i < other.count; i++) {
                add(other.firsts[i], other.lasts[i]);
            }
        } else {
            take(union(this, other));
        }
    }

    /** Always adds at the end, where nothing has to be moved. */
    private static CounterRanges union(CounterRanges a, CounterRanges b) {
        CounterRanges result = new CounterRanges();
        int i = 0;
        int j = 0;
        while (i < a.count || j < b.count) {
            if (j == b.count || (i < a.count && a.firsts[i] <= b.firsts[j])) {
                result.add(a.firsts[i], a.lasts[i]);
                i++;
            } else {
                result.add(b.firsts[j], b.lasts[j]);
                j++;
            }
        }
        return result;
    }

    private void take(CounterRanges other) {
        firsts = other.firsts;
        lasts = other.lasts;
        count = other.count;
        size = other.size;
    }

    /** Removes counters {@code first} to {@code last}, both included, as far as they are there. */
    public void remove(long first, long last) {
        CounterRanges rest = new CounterRanges();
        for (int i = 0; i < count; i++) {
            if (lasts[i] < first || firsts[i] > last) {
                rest.add(firsts[i], lasts[i]);
            } else {
                if (firsts[i] < first) {
                    rest.add(firsts[i], first - 1);
                }
                if (lasts[i] > last) {
                    rest.add(last + 1, lasts[i]);
                }
            }
        }
        take(rest);
    }

    /** The counters of this set that are not in {@code other}, as a new set. */
    public CounterRanges minus(CounterRanges other) {
        CounterRanges result = new CounterRanges();
        int j = count == 0 ? 0 : other.firstEndingAtOrAfter(firsts[0]);
        for (int i = 0; i < count; i++) {
            long from = firsts[i];
            while (j < other.count && other.lasts[j] < from) {
                j++;
            }
            int k = j;
            while (k < other.count && other.firsts[k] <= lasts[i]) {
                if (other.firsts[k] > from) {
                    result.add(from, other.firsts[k] - 1);
                }
                from = other.lasts[k] + 1;
                k++;
            }
            if (from <= lasts[i]) {
                result.add(from, lasts[i]);
            }
        }
        return result;
    }

    /** The counters that are in both sets, as a new set. */
    public CounterRanges intersection(CounterRanges other) {
        CounterRanges result = new CounterRanges();
        int i = 0;
        int j = 0;
        while (i < count && j < other.count) {
            long from = Math.max(firsts[i], other.firsts[j]);
            long to = Math.min(lasts[i], other.lasts[j]);
            if (from <= to) {
                result.add(from, to);
            }
            if (lasts[i] < other.lasts[j]) {
                i++;
            } else {
                j++;
            }
        }
        return result;
    }

    /** What is missing of {@code first} to {@code last}, both included; empty if {@code last < first}. */
    public CounterRanges missing(long first, long last) {
        if (last < first) {
            return new CounterRanges();
        }
        return of(new CounterRange(first, last)).minus(this);
    }

    public boolean contains(long counter) {
        int i = firstEndingAtOrAfter(counter);
        return i < count && firsts[i] <= counter;
    }

    public boolean containsAll(long first, long last) {
        int i = firstEndingAtOrAfter(first);
        return i < count && firsts[i] <= first && lasts[i] >= last;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Number of counters in the set. */
    public long size() {
        return size;
    }

    /** Number of ranges. */
    public int rangeCount() {
        return count;
    }

    /** The smallest counter. @throws IllegalStateException if the set is empty */
    public long first() {
        requireNotEmpty();
        return firsts[0];
    }

    /** The largest counter. @throws IllegalStateException if the set is empty */
    public long last() {
        requireNotEmpty();
        return lasts[count - 1];
    }

    /** The range at {@code index} in ascending order. */
    public CounterRange range(int index) {
        if (index >= count) {
            throw new IndexOutOfBoundsException(index);
        }
        return new CounterRange(firsts[index], lasts[index]);
    }

    /** A snapshot in ascending order. */
    public List<CounterRange> ranges() {
        List<CounterRange> result = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            result.add(new CounterRange(firsts[i], lasts[i]));
        }
        return result;
    }

    /** As JSON carries them: {@code [[first,last],…]}. */
    public long[][] toArrays() {
        long[][] result = new long[count][];
        for (int i = 0; i < count; i++) {
            result[i] = new long[] {firsts[i], lasts[i]};
        }
        return result;
    }

    /**
     * Reads pairs in any order; O(n log n), since devices choose the order.
     *
     * @throws IllegalArgumentException unless every element is a valid pair first, last
     */
    public static CounterRanges ofArrays(long[][] pairs) {
        for (long[] pair : pairs) {
            if (pair == null || pair.length != 2) {
                throw new IllegalArgumentException("a counter range is a pair [first,last]");
            }
        }
        long[][] ascending = pairs.clone();
        Arrays.sort(ascending, Comparator.comparingLong(pair -> pair[0]));
        CounterRanges result = new CounterRanges();
        for (long[] pair : ascending) {
            result.add(pair[0], pair[1]);
        }
        return result;
    }

    private void requireNotEmpty() {
        if (count == 0) {
            throw new IllegalStateException("no counters");
        }
    }

    private int firstEndingAtOrAfter(long counter) {
        if (count > 0 && lasts[count - 1] < counter) {
            return count;
        }
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (lasts[middle] < counter) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void replace(int from, int to, long first, long last) {
        int grow = 1 - (to - from);
        if (grow > 0 && count == firsts.length) {
            firsts = Arrays.copyOf(firsts, count * 2);
            lasts = Arrays.copyOf(lasts, count * 2);
        }
        if (grow != 0) {
            System.arraycopy(firsts, to, firsts, from + 1, count - to);
            System.arraycopy(lasts, to, lasts, from + 1, count - to);
        }
        firsts[from] = first;
        lasts[from] = last;
        count += grow;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CounterRanges that && ranges().equals(that.ranges());
    }

    @Override
    public int hashCode() {
        return ranges().hashCode();
    }

    @Override
    public String toString() {
        return ranges().toString();
    }
}
