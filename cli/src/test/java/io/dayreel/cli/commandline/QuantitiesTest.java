package io.dayreel.cli.commandline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuantitiesTest {
    @Test
    void spansAndSizesAreReadWithTheirUnits() {
        assertThat(Quantities.duration("30d")).isEqualTo(Duration.ofDays(30));
        assertThat(Quantities.duration("90s")).isEqualTo(Duration.ofSeconds(90));
        assertThat(Quantities.bytes("64M")).isEqualTo(new ByteCount(64L << 20));
        assertThat(Quantities.bytes("512")).isEqualTo(new ByteCount(512));
    }

    @Test
    void whatIsNoSpanIsAnsweredWithAnExample() {
        assertThatThrownBy(() -> Quantities.duration("5 weeks")).hasMessageContaining("30d");
        assertThatThrownBy(() -> Quantities.bytes("-1")).hasMessageContaining("64M");
    }
}
