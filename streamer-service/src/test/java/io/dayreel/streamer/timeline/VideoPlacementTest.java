package io.dayreel.streamer.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.DecodePoint;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.rendition.TrackRate;
import io.dayreel.testkit.Covers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VideoPlacementTest {
    private static final long SECOND = 1_000_000;
    private static final ConfigurationStart TEXT = new ConfigurationStart(0, 1, "{\"codec\":\"wvtt\"}", new byte[0]);

    private final Map<Integer, OptionalLong> ends = new HashMap<>();

    @Covers("C1")
    @Test
    void aPartGoesOnWhereTheLeadingTrackOfTheOneBeforeEnds() {
        RecordedRun first = part(1, 80_000, 3 * SECOND + 80_000);
        RecordedRun second = part(2, 0, 2 * SECOND);
        RecordedRun third = part(3, 16_000, SECOND + 16_000);

        List<RecordedRun> placed = place(third, first, second);

        assertThat(placed)
                .extracting(run -> run.tracks().get(0).keyFrames().get(0).timeMicros())
                .containsExactly(80_000L, 3 * SECOND + 80_000, 5 * SECOND + 80_000);
        assertThat(placed)
                .extracting(run -> run.place().endMicros().getAsLong())
                .containsExactly(3 * SECOND + 80_000, 5 * SECOND + 80_000, 6 * SECOND + 80_000);
        assertThat(placed.get(2).place().shiftMicros()).isEqualTo(5 * SECOND + 64_000);
    }

    @Covers("C1")
    @Test
    void behindAHoleOrAPartThatIsNotWholeNothingHasItsPlace() {
        RecordedRun broken = part(3, 0, SECOND, CounterRanges.of(new CounterRange(0, 3), new CounterRange(5, 9)));
        RecordedRun open = part(3, 0, SECOND);

        assertThat(place(part(1, 0, SECOND), part(2, 0, SECOND), broken, part(4, 0, SECOND)))
                .hasSize(2);
        assertThat(place(part(1, 0, SECOND), part(3, 0, SECOND))).hasSize(1);
        assertThat(place(part(2, 0, SECOND))).isEmpty();
        ends.put(3, OptionalLong.empty());
        assertThat(VideoPlacement.place(List.of(part1(), open), ends)).hasSize(1);
    }

    @Covers("C1")
    @Test
    void partZeroComesFirstAndTheRunsOfTheWholeVideoHaveNoPlace() {
        List<RecordedRun> placed =
                place(part(1, 0, SECOND), part(0, 0, SECOND), part(VideoPlacement.COMPLETION_RUN, 0, 0));

        assertThat(placed).extracting(RecordedRun::run).containsExactly(0, 1);
    }

    @Covers("C5")
    @Test
    void ofTheFilesOfCaptionsOfALanguageTheNewestWholeOneIsShownAndNoneIsAPart() {
        CounterRanges hole = CounterRanges.of(new CounterRange(0, 3), new CounterRange(5, 9));
        CounterRanges whole = CounterRanges.of(new CounterRange(0, 9));
        RecordedRun endless = captions(65_004, 97, whole);
        List<RecordedRun> runs = List.of(
                captions(65_000, 96, whole),
                captions(65_001, 97, whole),
                captions(65_002, 96, whole),
                captions(65_003, 96, hole),
                part(65_005, 0, SECOND),
                endless,
                part1());
        ends.put(endless.run(), OptionalLong.empty());

        assertThat(VideoPlacement.captions(runs, ends))
                .extracting(RecordedRun::run)
                .containsExactly(65_002, 65_001);
        assertThat(VideoPlacement.place(runs, ends))
                .extracting(RecordedRun::run)
                .containsExactly(1);
    }

    private RecordedRun captions(int run, int track, CounterRanges present) {
        ends.put(run, OptionalLong.of(SECOND));
        RecordedTrack text = new RecordedTrack(Rendition.text(track), TrackRate.NONE, List.of(TEXT), List.of());
        return new RecordedRun(
                Day.VIDEO, run, 0, SECOND, OptionalLong.empty(), present, List.of(text), List.of(), List.of());
    }

    private RecordedRun part1() {
        return part(1, 0, SECOND);
    }

    private List<RecordedRun> place(RecordedRun... parts) {
        return VideoPlacement.place(Stream.of(parts).toList(), ends);
    }

    private RecordedRun part(int number, long leaderStart, long end) {
        return part(number, leaderStart, end, CounterRanges.of(new CounterRange(0, 9)));
    }

    private RecordedRun part(int number, long leaderStart, long end, CounterRanges present) {
        ends.put(number, OptionalLong.of(end));
        RecordedTrack pictures = new RecordedTrack(
                Rendition.video(0), TrackRate.NONE, List.of(), List.of(new DecodePoint(1, leaderStart)));
        return new RecordedRun(
                Day.VIDEO, number, 0, end, OptionalLong.empty(), present, List.of(pictures), List.of(), List.of());
    }
}
