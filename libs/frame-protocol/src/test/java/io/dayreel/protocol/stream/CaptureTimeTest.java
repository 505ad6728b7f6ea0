package io.dayreel.protocol.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureTimeTest {
    @ParameterizedTest
    @ValueSource(strings = {"1970-01-01T00:00:00Z", "2026-11-21T10:00:00.123+01:00", "2149-06-06T00:00:00Z"})
    void everyTimeThatCanBeAskedForHasADayAndANextOne(String text) {
        Day day = Day.of(CaptureTime.parse(text));

        assertThat(Day.ofMicros(day.startMicros())).isEqualTo(day);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1969-12-31T23:59:59.999Z",
                "2149-06-06T00:00:00.001Z",
                "2500-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59Z",
                "-1000000000-01-01T00:00:00Z"
            })
    void aTimeThatNoFrameCanHaveIsRefusedWithTheBounds(String text) {
        assertThatThrownBy(() -> CaptureTime.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("from 1970-01-01T00:00:00Z to 2149-06-06T00:00:00Z", text);
    }

    @Test
    void whatIsNoTimeIsAnsweredWithAnExample() {
        assertThatThrownBy(() -> CaptureTime.parse("yesterday"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a time is written 2026-11-21T10:00:00Z, not 'yesterday'");
    }
}
