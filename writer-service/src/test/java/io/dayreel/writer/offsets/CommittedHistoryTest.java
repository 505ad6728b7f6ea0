package io.dayreel.writer.offsets;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.testkit.clock.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CommittedHistoryTest {
    private final TestClock clock = TestClock.at("2026-11-21T10:00:00Z");
    private final CommittedHistory history = new CommittedHistory(Duration.ofMinutes(5));

    @Test
    void onlyWhatWasCommittedAWindowAgoMayBeDeleted() {
        history.committed(clock.instant(), 100);
        history.committed(clock.advance(Duration.ofMinutes(2)), 200);

        assertThat(history.committedWindowAgo(clock.instant())).isEmpty();
        assertThat(history.committedWindowAgo(clock.advance(Duration.ofMinutes(3))))
                .hasValue(100);
        assertThat(history.committedWindowAgo(clock.advance(Duration.ofMinutes(1))))
                .hasValue(100);
        assertThat(history.committedWindowAgo(clock.advance(Duration.ofMinutes(1))))
                .hasValue(200);
        assertThat(history.committedWindowAgo(clock.advance(Duration.ofHours(1))))
                .hasValue(200);
    }

    @Test
    void commitsInQuickSuccessionTakeNoMemoryAndAreNeverRunAheadOf() {
        for (int i = 0; i < 100_000; i++) {
            history.committed(clock.advance(Duration.ofMillis(10)), i);
        }

        long deletable = history.committedWindowAgo(clock.instant()).orElseThrow();

        assertThat(deletable).isLessThanOrEqualTo(100_000 - 30_000).isGreaterThan(100_000 - 31_000);
    }
}
