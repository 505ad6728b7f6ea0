package io.dayreel.contracts.segments;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.segments.SegmentRecord.ConfigurationReference;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OlderAnnouncementTest {
    @Test
    void aReferenceToAConfigurationMayLackWhereItBegins() {
        ConfigurationReference older = Json.read("{\"run\":7,\"number\":1}", ConfigurationReference.class);

        assertThat(older).isEqualTo(new ConfigurationReference(7, 1, Optional.empty()));
        assertThat(Json.write(older)).isEqualTo("{\"run\":7,\"number\":1}");
    }
}
