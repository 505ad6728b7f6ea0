package io.dayreel.testkit.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TestClockTest {
    @Test
    void theClockStandsStillUntilItIsMovedEitherWay() {
        TestClock clock = TestClock.at("2026-03-01T12:00:00Z");

        clock.advance(Duration.ofMinutes(5));
        clock.advance(Duration.ofMinutes(-1));

        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-03-01T12:04:00Z"));
    }
}
