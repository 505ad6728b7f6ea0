package io.dayreel.streamer.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
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

    @Property(tries = 500)
    void durationsSayTheSameOfWhereASegmentBeginsAsTimesDo(
            @ForAll @LongRange(min = 0, max = 4_000_000_000_000_000L) long start,
            @ForAll @LongRange(min = 1_000, max = 30_000_000) long length,
            @ForAll @LongRange(min = 1_000, max = 30_000_000) long lengthOfNext) {
        CutSpan first = span(start, start + length);
        CutSpan next = span(first.endMicros(), first.endMicros() + lengthOfNext);

        Instant behind = Instant.parse(Tags.dateTimeOf(start))
                .plusMillis(Tags.listedMillis(first))
                .plusMillis(Tags.listedMillis(next));

        assertThat(behind).isEqualTo(Instant.parse(Tags.dateTimeOf(next.endMicros())));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 6000000, 6.000",
        "0, 4800499, 4.800",
        "0, 4800999, 4.800",
        "999, 4801000, 4.801",
        "0, 40000, 0.040",
        "0, 1, 0.001"
    })
    void durationsHaveThreeDigits(long start, long end, String seconds) {
        assertThat(new Tags(8).segment(span(start, end), "x").toString()).contains("#EXTINF:" + seconds + ",\nx\n");
    }

    private static CutSpan span(long start, long end) {
        Day day = Day.parse("2026-11-21");
        return new CutSpan(CutSpan.Kind.MEDIA, day, 1, 0, 5, start, end, 0, 1, "0123abcd", new CounterRanges());
    }
}
