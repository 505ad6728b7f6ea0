package io.dayreel.media.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.testkit.Covers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LanguageTagTest {
    @Covers("C5")
    @ParameterizedTest
    @CsvSource({
        "en,en",
        "eng,en",
        "ENG,en",
        "deu,de",
        "ger,de",
        "de-at,de-AT",
        "ger-AT,de-AT",
        "fre,fr",
        "zh_Hant_TW,zh-Hant-TW",
        "gsw,gsw",
        "chi,zh",
        "nob,nb"
    })
    void aLanguageHasItsShortestTag(String said, String tag) {
        assertThat(LanguageTag.of(said)).contains(tag);
    }

    @Covers("C5")
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "und",
                "mul",
                "zxx",
                "x",
                "no language",
                "\"",
                "e1",
                "-",
                "en-",
                "thisistoolongforalanguage-thatisso"
            })
    void whatIsNoLanguageHasNone(String said) {
        assertThat(LanguageTag.of(said)).isEmpty();
    }

    @Test
    void aLanguageIsNamedInItsOwnWords() {
        assertThat(LanguageTag.nameOf("en")).isEqualTo("English");
        assertThat(LanguageTag.nameOf("de")).isEqualTo("Deutsch");
        assertThat(LanguageTag.nameOf("qaa")).isNotBlank();
    }
}
