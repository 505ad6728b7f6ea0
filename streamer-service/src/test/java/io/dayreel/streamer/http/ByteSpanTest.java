package io.dayreel.streamer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.runtime.http.ProblemException;
import io.dayreel.testkit.Covers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSpanTest {
    private static final int SIZE = 1_000;

    @Covers("C8")
    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=0-999, 0, 1000",
        "bytes=10-, 10, 990",
        "bytes=-10, 990, 10",
        "bytes=-5000, 0, 1000",
        "bytes=990-5000, 990, 10"
    })
    void oneRangeIsGivenOutAsAsked(String header, int offset, int length) {
        assertThat(ByteSpan.of(header, SIZE)).isEqualTo(new ByteSpan(offset, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=", "bytes=-", "bytes=0-1,3-4", "pieces=1-2", "bytes=a-b"})
    void whatIsNotOneRangeGivesAll(String header) {
        assertThat(ByteSpan.of(header, SIZE)).isEqualTo(new ByteSpan(0, SIZE));
    }

    @Test
    void noHeaderGivesAll() {
        assertThat(ByteSpan.of(null, SIZE)).isEqualTo(new ByteSpan(0, SIZE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=1000-", "bytes=1000-2000", "bytes=5-4", "bytes=-0"})
    void aRangeBehindTheEndIsRefused(String header) {
        assertThatThrownBy(() -> ByteSpan.of(header, SIZE))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().status()).isEqualTo(416));
    }
}
