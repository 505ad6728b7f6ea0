package io.dayreel.writer.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPausesTest {
    @Test
    void pausesDoubleUpToTheLastAndAreShortenedByHalfAtMost() {
        RetryPauses pauses = new RetryPauses(Duration.ofMillis(200), Duration.ofSeconds(30), new Random(1));

        assertThat(pauses.afterFailures(1)).isBetween(100L, 200L);
        assertThat(pauses.afterFailures(4)).isBetween(800L, 1_600L);
        assertThat(pauses.afterFailures(20)).isBetween(15_000L, 30_000L);
        assertThat(pauses.afterFailures(Integer.MAX_VALUE)).isBetween(15_000L, 30_000L);
    }
}
