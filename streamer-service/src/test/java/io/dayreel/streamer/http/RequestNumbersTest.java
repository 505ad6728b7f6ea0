package io.dayreel.streamer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.protocol.stream.Day;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestNumbersTest {
    @ParameterizedTest
    @ValueSource(strings = {"4294967296", "4294967295", "1000000", "-1", "9223372036854775808", "one"})
    void aPartThatCannotBeIsRefused(String text) {
        assertThatThrownBy(() -> LiveRoute.partNumber(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPartIsTakenAsItIs() {
        assertThat(LiveRoute.partNumber("999999")).isEqualTo(999_999);
    }

    @Test
    void theLastOfAllDaysIsRefusedSinceItsEndHasNoName() {
        assertThatThrownBy(() -> PastPlaylistRoute.day("2149-06-06"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2149-06-06");
        assertThat(PastPlaylistRoute.day("2149-06-05").next()).isEqualTo(Day.LAST);
    }
}
