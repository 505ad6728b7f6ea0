package io.dayreel.streamer.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.testkit.Covers;
import org.junit.jupiter.api.Test;

class EventTypeTest {

    @Covers("B5")
    @Test
    void anEventIsCalledWhatItsJsonSays() {
        assertThat(EventType.in("{\"type\":\"doorbell\",\"n\":1}")).isEqualTo("doorbell");
    }

    @Test
    void anEventThatSaysNothingIsAnEventAllTheSame() {
        assertThat(EventType.in("{}")).isEqualTo("event");
        assertThat(EventType.in("{\"type\":7}")).isEqualTo("event");
        assertThat(EventType.in("\u0000 no JSON")).isEqualTo("event");
        assertThat(EventType.in("")).isEqualTo("event");
    }

    @Test
    void aLongNameIsCutAndNoCharacterIsCutInHalves() {
        String letters = "x".repeat(EventType.MAX_LENGTH - 1);

        assertThat(EventType.in("{\"type\":\"" + letters + "yzzz\"}")).isEqualTo(letters + "y");
        assertThat(EventType.in("{\"type\":\"" + letters + "\uD83D\uDD14!\"}")).isEqualTo(letters);
    }
}
