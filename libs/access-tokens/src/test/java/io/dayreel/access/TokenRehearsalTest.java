package io.dayreel.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class TokenRehearsalTest {
    @Test
    void checksAreRehearsedUntilTheyAreQuick() {
        assertThat(TokenRehearsal.run(InstantSource.system(), Duration.ofSeconds(20)))
                .isBetween(5, 200);
    }

    @Test
    void nothingIsRehearsedWithoutTime() {
        assertThat(TokenRehearsal.run(InstantSource.system(), Duration.ZERO)).isZero();
    }
}
