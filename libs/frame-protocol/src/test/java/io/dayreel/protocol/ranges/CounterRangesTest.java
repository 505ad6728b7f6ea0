package io.dayreel.protocol.ranges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.dayreel.testkit.Covers;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Against a BitSet, at both ends of the counter's range. */
class CounterRangesTest {
    private static final int SPAN = 64;
    private static final long MAX = 0xFFFF_FFFFL;

    record Step(boolean add, int first, int last) {}

    @Covers("A4")
    @Property(tries = 3000)
    void addingAndRemovingKeepsExactlyTheCountersOfASet(@ForAll("steps") List<Step> steps, @ForAll("bases") long base) {
        CounterRanges ranges = new CounterRanges();
        BitSet set = new BitSet();
        for (Step step : steps) {
            int before = set.cardinality();
            if (step.add()) {
                set.set(step.first(), step.last() + 1);

                assertThat(ranges.add(base + step.first(), base + step.last())).isEqualTo(set.cardinality() - before);
            } else {
                set.clear(step.first(), step.last() + 1);
                ranges.remove(base + step.first(), base + step.last());
            }
            assertSame(ranges, set, base);
        }
    }

    @Property(tries = 2000)
    void setOperationsAgreeWithThoseOfASet(
            @ForAll("steps") List<Step> left, @ForAll("steps") List<Step> right, @ForAll("bases") long base) {
        CounterRanges a = ranges(left, base);
        CounterRanges b = ranges(right, base);
        BitSet minus = bits(left);
        minus.andNot(bits(right));
        BitSet both = bits(left);
        both.and(bits(right));
        BitSet union = bits(left);
        union.or(bits(right));
        BitSet missing = new BitSet();
        missing.set(3, 50);
        missing.andNot(bits(left));
        CounterRanges joined = a.copy();
        joined.addAll(b);

        assertSame(a.minus(b), minus, base);
        assertSame(a.intersection(b), both, base);
        assertSame(joined, union, base);
        assertSame(a.missing(base + 3, base + 49), missing, base);
        assertSame(a, bits(left), base);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Step> step = Combinators.combine(
                        Arbitraries.frequency(net.jqwik.api.Tuple.of(4, true), net.jqwik.api.Tuple.of(1, false)),
                        Arbitraries.integers().between(0, SPAN - 1),
                        Arbitraries.integers().between(0, 9))
                .as((add, first, length) -> new Step(add, first, Math.min(SPAN - 1, first + length)));
        return step.list().ofMaxSize(40);
    }

    @Provide
    Arbitrary<Long> bases() {
        return Arbitraries.of(0L, 1L, 1L << 31, MAX - SPAN + 1);
    }

    private static CounterRanges ranges(List<Step> steps, long base) {
        CounterRanges ranges = new CounterRanges();
        steps.stream().filter(Step::add).forEach(step -> ranges.add(base + step.first(), base + step.last()));
        return ranges;
    }

    private static BitSet bits(List<Step> steps) {
        BitSet bits = new BitSet();
        steps.stream().filter(Step::add).forEach(step -> bits.set(step.first(), step.last() + 1));
        return bits;
    }

    private static void assertSame(CounterRanges ranges, BitSet set, long base) {
        assertThat(ranges.size()).isEqualTo(set.cardinality());
        assertThat(ranges.isEmpty()).isEqualTo(set.isEmpty());
        CounterRange previous = null;
        BitSet seen = new BitSet();
        for (CounterRange range : ranges.ranges()) {
            assertThat(previous == null || range.first() > previous.last() + 1)
                    .as("ranges neither touch nor overlap")
                    .isTrue();
            seen.set((int) (range.first() - base), (int) (range.last() - base) + 1);
            previous = range;
        }
        assertThat(seen).isEqualTo(set);
        for (int i = 0; i < SPAN; i++) {
            assertThat(ranges.contains(base + i)).isEqualTo(set.get(i));
            int last = Math.min(SPAN - 1, i + 3);
            assertThat(ranges.containsAll(base + i, base + last)).isEqualTo(set.nextClearBit(i) > last);
        }
        assertThat(CounterRanges.ofArrays(ranges.toArrays())).isEqualTo(ranges);
    }

    @Property
    void theUnionOfTwoSetsHasTheCountersOfBoth(@ForAll("bases") long base, @ForAll long left, @ForAll long right) {
        CounterRanges union = ranges(base, left);
        CounterRanges other = ranges(base, right);

        union.addAll(other);

        assertSame(union, BitSet.valueOf(new long[] {left | right}), base);
        assertThat(union.size()).isEqualTo(Long.bitCount(left | right));
    }

    private static CounterRanges ranges(long base, long bits) {
        CounterRanges result = new CounterRanges();
        BitSet.valueOf(new long[] {bits}).stream().forEach(bit -> result.add(base + bit));
        return result;
    }

    @Example
    void rangesInAnOrderThatADeviceChoseAreReadAndUnitedWithoutMovingAllOfThemEachTime() {
        int count = 400_000;
        long[][] descending = new long[count][];
        for (int i = 0; i < count; i++) {
            descending[i] = new long[] {4L * (count - i), 4L * (count - i)};
        }
        CounterRanges between = new CounterRanges();
        for (long counter = 1; counter < count; counter++) {
            between.add(4 * counter + 2);
        }

        CounterRanges read = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            CounterRanges ranges = CounterRanges.ofArrays(descending);
            ranges.addAll(between);
            return ranges;
        });

        assertThat(read.rangeCount()).isEqualTo(2 * count - 1);
        assertThat(read.first()).isEqualTo(4);
    }

    @Example
    void addingOneByOneSaysWhichWereNew() {
        CounterRanges ranges = new CounterRanges();

        assertThat(ranges.add(5)).isTrue();
        assertThat(ranges.add(5)).isFalse();
        assertThat(ranges.add(0)).isTrue();
        assertThat(ranges.add(MAX)).isTrue();
        assertThat(ranges).hasToString("[0-0, 5-5, 4294967295-4294967295]");
        assertThat(ranges.add(0, MAX)).isEqualTo(MAX + 1 - 3);
        assertThat(ranges).hasToString("[0-4294967295]");
    }

    @Example
    void countersOutsideOf32BitsAreRefused() {
        CounterRanges ranges = new CounterRanges();

        assertThatThrownBy(() -> ranges.add(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ranges.add(MAX + 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ranges.add(5, 4)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ranges.isEmpty()).isTrue();
    }
}
