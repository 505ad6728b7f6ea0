package io.dayreel.datagrams.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ReplayWindowTest {

    @Property
    void aNumberIsTakenOnceAndOnlyWithinTheWindow(@ForAll("numbers") List<Long> numbers) {
        ReplayWindow window = new ReplayWindow();
        Set<Long> seen = new HashSet<>();
        long highest = -1;

        for (long number : numbers) {
            boolean expected = number > highest - ReplayWindow.SIZE && !seen.contains(number);
            assertThat(window.isNew(number)).isEqualTo(expected);
            assertThat(window.accept(number)).isEqualTo(expected);
            if (expected) {
                seen.add(number);
                highest = Math.max(highest, number);
            }
        }
    }

    @Provide
    Arbitrary<List<Long>> numbers() {
        return Arbitraries.longs().between(0, 6_000).list().ofMaxSize(400);
    }

    @Example
    void numbersBeyondTheSignedRangeAreNeverNew() {
        assertThat(new ReplayWindow().isNew(-1)).isFalse();
        assertThat(new ReplayWindow().accept(Long.MIN_VALUE)).isFalse();
    }

    @Example
    void theHighestNumberOfAllIsTaken() {
        ReplayWindow window = new ReplayWindow();

        assertThat(window.accept(5)).isTrue();
        assertThat(window.accept(Long.MAX_VALUE)).isTrue();
        assertThat(window.isNew(5)).isFalse();
    }

    /** A device chooses its numbers: none may cost more than a look at the window. */
    @Example
    void theHighestNumbersCostNoMoreThanOthers() {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            ReplayWindow first = new ReplayWindow();
            ReplayWindow near = new ReplayWindow();

            assertThat(first.accept(Long.MAX_VALUE)).isTrue();
            assertThat(near.accept(Long.MAX_VALUE - 10)).isTrue();
            assertThat(near.accept(Long.MAX_VALUE)).isTrue();

            assertThat(near.isNew(Long.MAX_VALUE - 10)).isFalse();
            assertThat(near.isNew(Long.MAX_VALUE - 5)).isTrue();
        });
    }
}
