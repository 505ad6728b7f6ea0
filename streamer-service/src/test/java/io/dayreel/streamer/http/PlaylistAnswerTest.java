package io.dayreel.streamer.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaylistAnswerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"gzip", "deflate, GZIP;q=0.5", "x-gzip", "*", "br;q=1, *;q=0.1", "gzip;q=0.001", "*;q=0, gzip"})
    void gzipGoesToWhoTakesIt(String accepted) {
        assertThat(PlaylistAnswer.takesGzip(accepted)).isTrue();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"identity", "gzip;q=0", "gzip; q=0.000", "*;q=0", "*, gzip;q=0", "notgzip", "br"})
    void gzipGoesToNobodyElse(String accepted) {
        assertThat(PlaylistAnswer.takesGzip(accepted)).isFalse();
    }
}
