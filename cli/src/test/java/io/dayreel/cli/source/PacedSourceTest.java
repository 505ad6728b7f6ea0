package io.dayreel.cli.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.cli.source.ListedSource.Then;
import io.dayreel.testkit.clock.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PacedSourceTest {

    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final long START_MICROS = START.getEpochSecond() * 1_000_000;

    @Test
    void aFrameGoesOutWhenItsTimeHasCome() throws Exception {
        var clock = TestClock.at(START);
        var paced = new PacedSource(new ListedSource(1, Then.END, START_MICROS, START_MICROS + 60_000_000), clock);

        assertThat(paced.next()).isPresent();
        CompletableFuture<Optional<CapturedFrame>> second = CompletableFuture.supplyAsync(() -> next(paced));
        assertThat(second).isNotCompleted();
        clock.advance(Duration.ofSeconds(60));

        assertThat(second.get(5, TimeUnit.SECONDS)).isPresent();
    }

    @Test
    void closingEndsTheWait() throws Exception {
        var paced = new PacedSource(new ListedSource(1, Then.END, START_MICROS + 60_000_000), TestClock.at(START));

        CompletableFuture<Optional<CapturedFrame>> next = CompletableFuture.supplyAsync(() -> next(paced));
        paced.close();

        assertThat(next.get(5, TimeUnit.SECONDS)).isEmpty();
    }

    private static Optional<CapturedFrame> next(CaptureSource source) {
        try {
            return source.next();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
