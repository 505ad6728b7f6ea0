package io.dayreel.contracts.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoneFramesTest {
    private static final String GOOD =
            "{\"day\":\"2026-11-21\",\"run\":1,\"ranges\":[[0,4],[7,7]],\"reason\":\"spool-full\"}";

    private static GoneFrames parse(String body) {
        return GoneFrames.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBodyNamesDayRunRangesAndReason() {
        GoneFrames gone = parse(GOOD);

        assertThat(gone)
                .isEqualTo(new GoneFrames(
                        Day.parse("2026-11-21"),
                        1,
                        CounterRanges.of(new CounterRange(0, 4), new CounterRange(7, 7)),
                        "spool-full"));
        assertThat(Json.read(Json.writeBytes(gone), GoneFrames.class)).isEqualTo(gone);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"2026-11-21\"|\"today\"|gone.day",
                "\"day\"|\"date\"|gone.day",
                "\"run\":1|\"run\":65536|gone.run",
                "\"run\":1|\"run\":\"x\"|gone.run",
                "\"run\"|\"part\"|gone.run",
                "[[0,4],[7,7]]|[]|gone.ranges",
                "[[0,4],[7,7]]|[[4,0]]|gone.ranges",
                "[[0,4],[7,7]]|[[0,4294967296]]|gone.ranges",
                "[[0,4],[7,7]]|5|gone.ranges",
                "\"ranges\"|\"frames\"|gone.ranges",
                "\"spool-full\"|\"\"|gone.reason",
                "\"reason\"|\"why\"|gone.reason",
                "}||gone.body"
            })
    void whatIsWrongIsNamedByItsField(String good, String bad, String field) {
        String body = GOOD.replace(good, bad == null ? "" : bad);

        GoneFrames.Malformed refusal = catchThrowableOfType(GoneFrames.Malformed.class, () -> parse(body));

        assertThat(refusal).hasMessageContaining(field);
        assertThat(refusal.field()).isEqualTo(field);
    }

    @Test
    void moreRangesThanAllowedAreRefused() {
        CounterRanges many = new CounterRanges();
        for (long i = 0; i <= GoneFrames.MAX_RANGES; i++) {
            many.add(i * 2);
        }

        assertThatThrownBy(() -> new GoneFrames(Day.parse("2026-11-21"), 1, many, "x"))
                .hasMessageContaining("gone.ranges");
    }
}
