package io.dayreel.streamer.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagsTest {
    private static final String ETAG = "\"ours\"";

    @ParameterizedTest
    @ValueSource(strings = {"\"ours\"", "W/\"ours\"", "\"other\", \"ours\"", "\"other\",W/\"ours\"", "*", " * "})
    void aCallerHasWhatItNames(String header) {
        assertThat(EntityTags.match(header, ETAG)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"other\"", "ours", "w/\"ours\"", "\"our*\""})
    void aCallerHasNotWhatItDoesNotName(String header) {
        assertThat(EntityTags.match(header, ETAG)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {"\"ours\", true", "\"other\", false", "W/\"ours\", false", "|Sat, 21 Nov 2026 10:00:00 GMT|, false"
            })
    void onlyTheSameBytesAreContinued(String header, boolean allowed) {
        assertThat(EntityTags.allowRange(header, ETAG)).isEqualTo(allowed);
    }
}
