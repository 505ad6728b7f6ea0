package io.dayreel.streamer.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.testkit.Covers;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageWishTest {
    @Covers("C5")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "de|en,de|de",
                "de-AT|en,de|de",
                "zh-Hant-x-private|en,zh-Hant,zh|zh-Hant",
                "fr,de|en,de|de",
                "fr|en,fr-CA|fr-CA",
                "en-US|de,en-GB|en-GB",
                "es|en,de|",
                "|en,de|"
            })
    void theFirstOfTheWantedLanguagesThatThereIsIsChosen(String wanted, String there, String chosen) {
        LanguageWish wish = new LanguageWish(wanted == null ? List.of() : List.of(wanted.split(",")), false);

        assertThat(wish.choose(List.of(there.split(",")))).isEqualTo(Optional.ofNullable(chosen));
    }
}
