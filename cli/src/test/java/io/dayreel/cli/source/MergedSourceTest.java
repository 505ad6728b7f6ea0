package io.dayreel.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dayreel.cli.source.ListedSource.Then;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class MergedSourceTest {

    private static final Duration PATIENCE = Duration.ofMillis(50);

    @Test
    void framesOfSeveralSourcesComeByTime() throws Exception {
        var first = new ListedSource(1, Then.END, 10, 30, 50);
        var second = new ListedSource(2, Then.END, 20, 30, 40, 60);

        try (var merged = new MergedSource(List.of(first, second), PATIENCE)) {
            assertThat(times(merged, 7)).containsExactly(10L, 20L, 30L, 30L, 40L, 50L, 60L);
            assertThat(merged.next()).isEmpty();
        }
    }

    @Test
    void aLiveSourceThatSaysNothingHoldsTheOthersUpForAMomentOnly() throws Exception {
        var silent = new ListedSource(1, Then.SILENCE);
        var file = new ListedSource(2, Then.END, 10, 20);

        try (var merged = new MergedSource(List.of(silent, file), PATIENCE)) {
            assertThat(times(merged, 2)).containsExactly(10L, 20L);
        }
    }

    @Test
    void aLiveSourceThatSaysNothingDoesNotSlowTheOthersDown() throws Exception {
        var silent = new ListedSource(1, Then.SILENCE);
        var file = new ListedSource(2, Then.END, LongStream.range(0, 200).toArray());

        try (var merged = new MergedSource(List.of(silent, file), PATIENCE)) {
            long before = System.nanoTime();

            times(merged, 200);

            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(PATIENCE.multipliedBy(20));
        }
    }

    @Test
    void aSourceIsReadAheadOnlySoFar() {
        var many = new ListedSource(1, Then.END, LongStream.range(0, 1000).toArray());

        try (var merged = new MergedSource(List.of(many), PATIENCE)) {
            await().untilAsserted(() -> assertThat(many.given()).isBetween(64, 66));
            await().during(Duration.ofMillis(100)).until(() -> many.given() <= 66);
            assertThat(merged.live()).isFalse();
        }
    }

    @Test
    void aFailureComesAfterWhatWasReady() throws Exception {
        var failing = new ListedSource(1, Then.FAIL, 10);
        var silent = new ListedSource(2, Then.SILENCE);

        try (var merged = new MergedSource(List.of(failing, silent), PATIENCE)) {
            assertThat(times(merged, 1)).containsExactly(10L);
            assertThatThrownBy(merged::next)
                    .isInstanceOf(CaptureException.class)
                    .hasMessage("broken");
        }
    }

    private static List<Long> times(CaptureSource source, int count) throws Exception {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<CapturedFrame> next = source.next();
            times.add(next.orElseThrow().timeMicros());
        }
        return times;
    }
}
