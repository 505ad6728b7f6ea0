package io.dayreel.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void theMedianIsTheMiddleValueOrTheMeanOfTheTwo() {
        assertThat(Spread.of(9, 1, 5).median()).isEqualTo(5);
        assertThat(Spread.of(4, 1, 2, 3).median()).isEqualTo(2.5);
    }

    @Test
    void theTextTellsMedianSmallestAndLargest() {
        assertThat(Spread.of(3, 1, 2.25).text(1)).isEqualTo("2.3 (1.0–3.0)");
    }
}
