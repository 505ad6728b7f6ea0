package io.dayreel.tail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class RunIndexPropertyTest {

    @Property(tries = 500)
    void walkingTheIndexSeesEveryCounterOnceFromItsLowestOffset(@ForAll("stretches") List<TailStretch> stretches) {
        RunIndex index = new RunIndex(1);
        Map<Long, Long> expected = new TreeMap<>();
        for (TailStretch stretch : stretches) {
            index.add(stretch, false);
            for (long counter = stretch.start(); counter <= stretch.last(); counter++) {
                expected.merge(counter, stretch.offset(), Math::min);
            }
        }

        Map<Long, Long> seen = new TreeMap<>();
        Optional<TailStretch> next = index.next(0);
        while (next.isPresent()) {
            for (long counter = next.get().first(); counter <= next.get().last(); counter++) {
                seen.put(counter, next.get().offset());
            }
            next = index.next(next.get().last() + 1);
        }

        assertThat(seen).isEqualTo(expected);
    }

    @Provide
    Arbitrary<List<TailStretch>> stretches() {
        return Combinators.combine(
                        Arbitraries.longs().between(0, 60), // first
                        Arbitraries.longs().between(0, 15), // how many more
                        Arbitraries.longs().between(0, 1000)) // offset
                .as((first, more, offset) ->
                        new TailStretch(1, first, first + more, first, 0, 0, offset, 0, offset, 40))
                .list()
                .uniqueElements(TailStretch::offset)
                .ofMaxSize(30);
    }
}
