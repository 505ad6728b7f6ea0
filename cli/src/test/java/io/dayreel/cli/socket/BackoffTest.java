package io.dayreel.cli.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    @Test
    void waitsDoubleUpToTheLongestAndBeginAgainAfterASuccess() {
        Backoff backoff = new Backoff(FIRST, LONGEST, new Random(1));

        for (int attempt = 0; attempt < 100; attempt++) {
            Duration grown = attempt < 6 ? FIRST.multipliedBy(1L << attempt) : LONGEST;
            assertThat(backoff.next()).isBetween(grown.dividedBy(2), grown);
        }

        backoff.reset();
        assertThat(backoff.next()).isBetween(FIRST.dividedBy(2), FIRST);
    }

    @Test
    void clientsThatFailedTogetherDoNotComeBackTogether() {
        Backoff one = new Backoff(LONGEST, LONGEST, new Random(1));
        Backoff other = new Backoff(LONGEST, LONGEST, new Random(2));

        assertThat(one.next()).isNotEqualTo(other.next());
    }
}
