package io.dayreel.streamer.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.rendition.ConfigurationStart;
import io.dayreel.streamer.rendition.DecodePoint;
import io.dayreel.streamer.rendition.RecordedRun;
import io.dayreel.streamer.rendition.RecordedTrack;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.rendition.TrackRate;
import io.dayreel.testkit.Covers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PastCutsTest {
    private static final Day DAY = Day.parse("2026-11-21");
    private static final Rendition VIDEO = Rendition.video(0);
    private static final Rendition AUDIO = Rendition.audio(1);
    private static final Rendition TEXT = Rendition.text(8);
    private static final long SECOND = 1_000_000;
    private static final long TARGET = 6 * SECOND;
    private static final long START = DAY.startMicros();
    private static final long FRAMES_PER_SECOND = 40;

    private static ConfigurationStart format(long first, int number, String codec) {
        return new ConfigurationStart(first, number, "{\"codec\":\"" + codec + "\"}", new byte[] {1});
    }

    /** A run whose key frames are a number of seconds apart. */
    private static RecordedRun run(int number, long startMicros, long[] gopMillis, CounterRanges missing) {
        List<DecodePoint> keys = new ArrayList<>();
        long time = startMicros;
        long counter = 1;
        for (long gop : gopMillis) {
            keys.add(new DecodePoint(counter, time));
            counter += gop * FRAMES_PER_SECOND / 1000;
            time += gop * 1000;
        }
        CounterRanges present = new CounterRanges();
        present.add(0, counter - 1);
        return new RecordedRun(
                DAY,
                number,
                startMicros,
                time - SECOND / FRAMES_PER_SECOND,
                OptionalLong.empty(),
                present.minus(missing),
                List.of(
                        new RecordedTrack(VIDEO, TrackRate.NONE, List.of(format(0, 1, "avc1")), keys),
                        new RecordedTrack(AUDIO, TrackRate.NONE, List.of(format(0, 1, "mp4a")), List.of())),
                List.of(),
                List.of());
    }

    private static List<CutSpan> cut(List<RecordedRun> runs, Rendition rendition) {
        return PastCuts.of(runs, rendition, TARGET, any -> false);
    }

    @Covers({"A5", "C3"})
    @Property(tries = 300)
    void everyFrameFromTheFirstKeyFrameOnIsInOneSegmentAndNoneIsLongerThanNeedBe(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int groups) {
        long[] gops = random.longs(groups, 500, 9_000).toArray();
        RecordedRun run = run(1, START, gops, new CounterRanges());

        List<CutSpan> spans = cut(List.of(run), VIDEO);

        assertThat(spans.get(0).first()).isEqualTo(1);
        for (int i = 1; i < spans.size(); i++) {
            assertThat(spans.get(i).first()).isEqualTo(spans.get(i - 1).next());
            assertThat(spans.get(i).startMicros()).isEqualTo(spans.get(i - 1).endMicros());
            long both = spans.get(i).endMicros() - spans.get(i - 1).startMicros();
            assertThat(both).as("two neighbours would fit into one segment").isGreaterThan(TARGET / 2);
        }
        assertThat(spans.get(spans.size() - 1).next()).isEqualTo(run.present().last() + 1);
        assertThat(spans)
                .allSatisfy(span -> assertThat(span.durationMicros() <= TARGET + SECOND / 2 || isOneGroup(run, span))
                        .isTrue());
    }

    /** The run, with captions. */
    private static RecordedRun withText(RecordedRun run, ConfigurationStart... starts) {
        List<RecordedTrack> tracks = new ArrayList<>(run.tracks());
        tracks.add(new RecordedTrack(TEXT, TrackRate.NONE, List.of(starts), List.of()));
        return new RecordedRun(
                run.day(),
                run.run(),
                run.firstTimeMicros(),
                run.lastTimeMicros(),
                run.receivedMillis(),
                run.present(),
                tracks,
                run.marks(),
                run.events());
    }

    @Covers("C5")
    @Property(tries = 100)
    void textHasTheSegmentsOfThePictureAndChangesNoneOfThem(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 60) int groups) {
        long[] gops = random.longs(groups, 500, 9_000).toArray();
        RecordedRun silent = run(1, START, gops, new CounterRanges());
        RecordedRun next = run(2, silent.lastTimeMicros() + SECOND / FRAMES_PER_SECOND, gops, new CounterRanges());
        RecordedRun spoken = withText(silent, format(3, 1, "wvtt"), format(90, 2, "wvtt-2"));

        List<CutSpan> pictures = cut(List.of(spoken, next), VIDEO);
        List<CutSpan> text = cut(List.of(spoken, next), TEXT);

        assertThat(pictures).isEqualTo(cut(List.of(silent, next), VIDEO));
        assertThat(text).hasSameSizeAs(pictures);
        for (int i = 0; i < text.size(); i++) {
            CutSpan said = text.get(i);
            CutSpan shown = pictures.get(i);
            assertThat(said.kind()).isEqualTo(Kind.MEDIA);
            assertThat(said.startMicros()).isEqualTo(shown.startMicros());
            assertThat(said.endMicros()).isEqualTo(shown.endMicros());
            assertThat(said.epoch()).isEqualTo(shown.epoch());
            assertThat(said.first()).isLessThanOrEqualTo(shown.first());
            assertThat(said.next()).isGreaterThanOrEqualTo(shown.next());
        }
    }

    @Covers("C5")
    @Test
    void textIsLookedForAsFarBackAsACueLastsAndAsFarAheadAsOneComesLate() {
        long[] gops = LongStream.generate(() -> 6_000).limit(20).toArray();
        RecordedRun run = withText(run(1, START, gops, new CounterRanges()), format(0, 1, "wvtt"));
        long segment = 6 * FRAMES_PER_SECOND;

        List<CutSpan> text = cut(List.of(run), TEXT);

        assertThat(text.get(0).first())
                .as("what is said before the first key frame")
                .isZero();
        assertThat(text.get(10).first()).isEqualTo(1 + 5 * segment);
        assertThat(text.get(10).next()).isEqualTo(1 + 13 * segment);
        assertThat(text.get(19).next()).isEqualTo(run.present().last() + 1);
    }

    private static boolean isOneGroup(RecordedRun run, CutSpan span) {
        return run.track(VIDEO).orElseThrow().keyFrames().stream()
                        .filter(key -> key.counter() >= span.first() && key.counter() < span.next())
                        .count()
                == 1;
    }

    @Covers("C3")
    @Test
    void keyFramesAMinuteApartAreNoPause() {
        List<CutSpan> spans =
                cut(List.of(run(1, START, new long[] {60_000, 60_000, 10_000}, new CounterRanges())), VIDEO);

        assertThat(spans)
                .extracting(CutSpan::durationMicros)
                .startsWith(60 * SECOND, 60 * SECOND)
                .hasSize(3);
        assertThat(spans).extracting(CutSpan::epoch).containsOnly(0);
    }

    @Covers("C3")
    @Test
    void aPauseThatLeftNoHoleIsADiscontinuityAndLengthensNoSegment() {
        RecordedRun even = run(1, START, new long[] {4_000, 4_000, 4_000}, new CounterRanges());
        DecodePoint late = new DecodePoint(4 * 3 * FRAMES_PER_SECOND + 1, START + 100 * SECOND);
        List<DecodePoint> keys = new ArrayList<>(even.track(VIDEO).orElseThrow().keyFrames());
        keys.add(late);
        RecordedTrack video = new RecordedTrack(VIDEO, TrackRate.NONE, List.of(format(0, 1, "avc1")), keys);
        CounterRanges present = new CounterRanges();
        present.add(0, late.counter() + 3);
        RecordedRun run = new RecordedRun(
                DAY,
                1,
                START,
                late.timeMicros() + SECOND,
                OptionalLong.empty(),
                present,
                List.of(video),
                List.of(),
                List.of());

        List<CutSpan> spans = cut(List.of(run), VIDEO);

        assertThat(spans).extracting(CutSpan::epoch).endsWith(0, 1);
        assertThat(spans).allSatisfy(span -> assertThat(span.durationMicros()).isLessThan(9 * SECOND));
    }

    @Covers("C3")
    @Test
    void soundIsCutWhereThePictureIs() {
        RecordedRun run = run(1, START, new long[] {2_000, 2_000, 2_000, 2_000, 2_000}, new CounterRanges());

        List<CutSpan> pictures = cut(List.of(run), VIDEO);
        List<CutSpan> sound = cut(List.of(run), AUDIO);

        assertThat(sound)
                .extracting(CutSpan::first)
                .isEqualTo(pictures.stream().map(CutSpan::first).toList());
        assertThat(sound)
                .extracting(CutSpan::epoch)
                .isEqualTo(pictures.stream().map(CutSpan::epoch).toList());
        assertThat(sound).extracting(CutSpan::kind).containsOnly(Kind.MEDIA);
    }

    @Covers("A7")
    @Test
    void aHoleOfMoreThanTwoSecondsIsADiscontinuityAndAShortOneIsNot() {
        CounterRanges few = new CounterRanges();
        few.add(100, 103);
        CounterRanges many = new CounterRanges();
        many.add(100, 100 + 3 * FRAMES_PER_SECOND);
        long[] gops = {8_000, 4_000, 4_000};

        List<CutSpan> nearlyWhole = cut(List.of(run(1, START, gops, few)), VIDEO);
        List<CutSpan> torn = cut(List.of(run(1, START, gops, many)), VIDEO);

        assertThat(nearlyWhole).extracting(CutSpan::epoch).containsOnly(0);
        assertThat(nearlyWhole.get(0).missing()).isEqualTo(few);
        assertThat(torn.get(torn.size() - 1).epoch()).isEqualTo(1);
    }

    @Covers("A7")
    @Test
    void healingChangesTheAddressOfTheHealedSegmentAlone() {
        CounterRanges hole = new CounterRanges();
        hole.add(50, 60);
        long[] gops = {6_000, 6_000, 6_000};

        List<CutSpan> before = cut(List.of(run(1, START, gops, hole)), VIDEO);
        List<CutSpan> after = cut(List.of(run(1, START, gops, new CounterRanges())), VIDEO);

        assertThat(before.get(0)).isNotEqualTo(after.get(0));
        assertThat(before.subList(1, 3)).isEqualTo(after.subList(1, 3));
    }

    @Test
    void aRunWithoutSoundIsFilledWithSilenceWhereOthersHaveSound() {
        RecordedRun both = run(1, START, new long[] {6_000}, new CounterRanges());
        RecordedRun alone = run(2, START + 6 * SECOND, new long[] {6_000}, new CounterRanges());
        RecordedRun mute = new RecordedRun(
                DAY,
                2,
                alone.firstTimeMicros(),
                alone.lastTimeMicros(),
                OptionalLong.empty(),
                alone.present(),
                List.of(alone.track(VIDEO).orElseThrow()),
                List.of(),
                List.of());

        List<CutSpan> sound = cut(List.of(both, mute), AUDIO);

        assertThat(sound).extracting(CutSpan::kind).containsExactly(Kind.MEDIA, Kind.SILENCE);
        assertThat(sound.get(1).run())
                .as("whose configuration it is coded with")
                .isEqualTo(1);
    }

    @Test
    void aNewRunThatFollowsAtOnceWithTheSameCodecIsNoDiscontinuity() {
        RecordedRun first = run(1, START, new long[] {6_000}, new CounterRanges());
        RecordedRun next = run(2, START + 6 * SECOND, new long[] {6_000}, new CounterRanges());
        RecordedRun later = run(3, START + 60 * SECOND, new long[] {6_000}, new CounterRanges());

        assertThat(cut(List.of(first, next, later), VIDEO))
                .extracting(CutSpan::epoch)
                .containsExactly(0, 0, 1);
    }

    @Test
    void anotherCodecConfigurationBeginsASegmentAndIsADiscontinuity() {
        RecordedRun plain = run(1, START, new long[] {2_000, 2_000, 2_000, 2_000}, new CounterRanges());
        long change = plain.track(VIDEO).orElseThrow().keyFrames().get(2).counter();
        RecordedRun changed = new RecordedRun(
                DAY,
                1,
                plain.firstTimeMicros(),
                plain.lastTimeMicros(),
                OptionalLong.empty(),
                plain.present(),
                List.of(new RecordedTrack(
                        VIDEO,
                        TrackRate.NONE,
                        List.of(format(0, 1, "avc1"), format(change, 2, "hvc1")),
                        plain.track(VIDEO).orElseThrow().keyFrames())),
                List.of(),
                List.of());

        List<CutSpan> spans = cut(List.of(changed), VIDEO);

        assertThat(spans).extracting(CutSpan::configuration).containsExactly(1, 2);
        assertThat(spans).extracting(CutSpan::epoch).containsExactly(0, 1);
        assertThat(spans.get(1).first()).isEqualTo(change);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "-PT1H", "PT1H"})
    void theLastSegmentIsNotListedUntilNothingCameForAWhileWhateverTheCamerasClockSays(Duration wrong) {
        Instant now = Instant.ofEpochMilli(START / 1_000).plus(wrong);
        RecordedRun run = run(1, START, new long[] {6_000, 6_000, 3_000}, new CounterRanges());
        RecordedRun growing = received(run, OptionalLong.of(now.minusSeconds(1).toEpochMilli()));
        RecordedRun quiet =
                received(run, OptionalLong.of(now.minus(PastCuts.SETTLED).toEpochMilli()));
        RecordedRun archived = received(run, OptionalLong.empty());

        assertThat(cutAt(now, growing)).hasSize(2);
        assertThat(cutAt(now, quiet)).hasSize(3);
        assertThat(cutAt(now, archived)).hasSize(3);
    }

    @Test
    void aRunThatGrowsLeavesTheLastSegmentsOfOthersListed() {
        Instant now = Instant.ofEpochMilli(START / 1_000);
        RecordedRun ended = run(1, START, new long[] {6_000}, new CounterRanges());
        RecordedRun growing = received(
                run(2, START + 60 * SECOND, new long[] {6_000, 3_000}, new CounterRanges()),
                OptionalLong.of(now.toEpochMilli()));

        assertThat(cutAt(now, ended, growing)).extracting(CutSpan::run).containsExactly(1, 2);
    }

    private static List<CutSpan> cutAt(Instant now, RecordedRun... runs) {
        return PastCuts.of(List.of(runs), VIDEO, TARGET, PastCuts.growingAt(now));
    }

    private static RecordedRun received(RecordedRun run, OptionalLong millis) {
        return new RecordedRun(
                run.day(),
                run.run(),
                run.firstTimeMicros(),
                run.lastTimeMicros(),
                millis,
                run.present(),
                run.tracks(),
                run.marks(),
                run.events());
    }
}
