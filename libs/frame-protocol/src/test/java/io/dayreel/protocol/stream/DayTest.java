package io.dayreel.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DayTest {
    @Test
    void aDayIsReadAndWrittenAsPeopleWriteIt() {
        Day day = Day.of(Instant.parse("2026-03-14T23:59:59.999Z"));

        assertThat(day).hasToString("2026-03-14").isEqualTo(Day.parse("2026-03-14"));
        assertThat(day.next().startMicros() - 1)
                .satisfies(last -> assertThat(Day.ofMicros(last)).isEqualTo(day));
        assertThat(Day.parse("video")).isEqualTo(Day.VIDEO).hasToString("video");
    }

    @Test
    void timesThatNoFrameCanCarryAreRefused() {
        assertThatThrownBy(() -> Day.of(Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Day.of(Instant.parse("1969-12-31T23:59:59Z")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Day.ofMicros(Long.MIN_VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Day.parse("14.3.2026")).isInstanceOf(IllegalArgumentException.class);
    }
}
