package io.dayreel.streamer.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.testkit.Covers;
import org.junit.jupiter.api.Test;

class ViewerLanguagesTest {
    @Covers("C5")
    @Test
    void languagesAreWantedByTheirWeights() {
        assertThat(ViewerLanguages.accepted("da, en-gb;q=0.8, en;q=0.7")).containsExactly("da", "en-GB", "en");
        assertThat(ViewerLanguages.accepted("en;q=0.1,de ; Q=0.9 ,fr")).containsExactly("fr", "de", "en");
        assertThat(ViewerLanguages.accepted("de;q=0, *;q=0.5, en;q=0.001")).containsExactly("en");
    }

    @Test
    void whatMakesNoSenseIsPassedOver() {
        assertThat(ViewerLanguages.accepted(null)).isEmpty();
        assertThat(ViewerLanguages.accepted(";;,=, ,de;q=2,fr;q=x,it;level=1,en"))
                .containsExactly("en");
        assertThat(ViewerLanguages.accepted("en,".repeat(1_000))).isEmpty();
    }
}
