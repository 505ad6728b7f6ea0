package io.dayreel.streamer.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceCutterTest {
    private static final Day DAY = Day.parse("2026-11-20");

    private static CutSpan last(Kind kind, int run, long next) {
        return new CutSpan(kind, DAY, run, next - 10, next, 0, 200_000, 0, 1, "c0ffee00", new CounterRanges());
    }

    @Covers({"C3", "C10"})
    @Test
    void cuttingGoesOnWhereTheRenditionThatIsListedLeastFarDoes() {
        CutSpan picture = last(Kind.MEDIA, 7, 16_670);
        CutSpan subStream = last(Kind.MEDIA, 7, 16_665);
        CutSpan sound = last(Kind.MEDIA, 7, 16_671);

        assertThat(DeviceCutter.firstUncut(picture, List.of(picture, subStream, sound)))
                .as("a key frame of the sub stream that came before the main stream's is not passed over")
                .isEqualTo(16_665);
    }

    @Covers("C3")
    @Test
    void whereNothingWasReadYetNothingIsAheadOfWhatIsListed() {
        CutSpan picture = last(Kind.MEDIA, 7, 500);

        assertThat(DeviceCutter.isAhead(Long.MIN_VALUE, picture, 4_000_000)).isFalse();
        assertThat(DeviceCutter.isAhead(picture.endMicros() + 3_999_999, picture, 4_000_000))
                .isFalse();
        assertThat(DeviceCutter.isAhead(picture.endMicros() + 4_000_000, picture, 4_000_000))
                .isTrue();
    }

    @Covers("C3")
    @Test
    void whatIsListedOfOtherRunsOrWithoutMediaDoesNotCount() {
        CutSpan picture = last(Kind.MEDIA, 7, 500);
        CutSpan ofTheRunBefore = last(Kind.MEDIA, 6, 90);
        CutSpan silence = last(Kind.SILENCE, 7, 80);

        assertThat(DeviceCutter.firstUncut(picture, List.of(picture, ofTheRunBefore, silence)))
                .isEqualTo(500);
    }
}
