package io.dayreel.streamer.hls;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TagsTest {
    @Property(tries = 500)
    void datesAndTimesAreThoseOfTheCalendar(@ForAll @LongRange(min = 0, max = 253_402_300_799_999_999L) long micros) {
        Instant written = Instant.parse(Tags.dateTimeOf(micros));

        assertThat(written)
                .isEqualTo(Instant.EPOCH.plus(micros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MILLIS));
    }

    @ParameterizedTest
    @CsvSource({"6000000, 6.000", "4800499, 4.800", "4800500, 4.801", "40000, 0.040", "1, 0.001", "12345678, 12.346"})
    void durationsHaveThreeDigits(long micros, String seconds) {
        assertThat(new Tags(8).segment(micros, "x").toString()).contains("#EXTINF:" + seconds + ",\nx\n");
    }
}
