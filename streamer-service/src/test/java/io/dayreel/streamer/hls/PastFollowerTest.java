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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A main and a sub stream in one run, one frame of each every 40 ms. */
class PastFollowerTest {
    private static final Day DAY = Day.parse("2026-11-21");
    private static final Rendition MAIN = Rendition.video(0);
    private static final Rendition SUB = Rendition.video(4);
    private static final long FRAME = 40_000;
    private static final long SECOND = 1_000_000;
    private static final long TARGET = 6 * SECOND;
    private static final long START = DAY.startMicros() + 3_600 * SECOND;

    /** @param shiftMicros how much later the key frame is than its place says */
    private static DecodePoint key(int frame, int stream, long shiftMicros) {
        return new DecodePoint(2L * frame + stream, START + frame * FRAME + shiftMicros);
    }

    private static List<DecodePoint> keys(int frames, int gop, int stream, long shiftMicros) {
        List<DecodePoint> keys = new ArrayList<>();
        for (int i = 0; i < frames; i += gop) {
            keys.add(key(i, stream, shiftMicros));
        }
        return keys;
    }

    private static RecordedTrack track(Rendition rendition, List<DecodePoint> keys) {
        ConfigurationStart format =
                new ConfigurationStart(0, 1, "{\"codec\":\"avc1\"}", new byte[] {(byte) rendition.track()});
        return new RecordedTrack(rendition, TrackRate.NONE, List.of(format), keys);
    }

    private static RecordedRun run(int frames, List<DecodePoint> main, List<DecodePoint> sub) {
        CounterRanges present = new CounterRanges();
        present.add(0, 2L * frames - 1);
        long last = START + (frames - 1) * FRAME;
        return new RecordedRun(
                DAY,
                1,
                START,
                last,
                OptionalLong.empty(),
                present,
                List.of(track(MAIN, main), track(SUB, sub)),
                List.of(),
                List.of());
    }

    private static List<CutSpan> cut(RecordedRun run, Rendition rendition) {
        return PastCuts.of(List.of(run), rendition, TARGET, any -> false);
    }

    @Covers({"C3", "C4"})
    @Property(tries = 200)
    void segmentsMatchWhereKeyFramesAreAtNearlyTheSameTimes(
            @ForAll Random random,
            @ForAll @IntRange(min = 10, max = 120) int gop,
            @ForAll @IntRange(min = -150, max = 150) int shiftMillis) {
        List<DecodePoint> sub = keys(2_000, gop, 1, 0).stream()
                .map(key -> new DecodePoint(
                        key.counter(), key.timeMicros() + shiftMillis * 1_000L + random.nextInt(20_000)))
                .toList();
        RecordedRun run = run(2_000, keys(2_000, gop, 0, 0), sub);

        List<CutSpan> leader = cut(run, MAIN);
        List<CutSpan> spans = cut(run, SUB);

        assertThat(spans).hasSameSizeAs(leader);
        for (int i = 0; i < spans.size(); i++) {
            assertThat(spans.get(i).first()).isEqualTo(leader.get(i).first() + 1);
            assertThat(spans.get(i).epoch()).isEqualTo(leader.get(i).epoch());
            assertThat(spans.get(i).kind()).isEqualTo(Kind.MEDIA);
        }
    }

    @Covers({"C3", "C4"})
    @Property(tries = 200)
    void segmentsFollowEachOtherWithoutHoleWhereKeyFramesAreElsewhere(
            @ForAll @IntRange(min = 5, max = 200) int gop, @ForAll @IntRange(min = 5, max = 400) int subGop) {
        RecordedRun run = run(3_000, keys(3_000, gop, 0, 0), keys(3_000, subGop, 1, 0));

        List<CutSpan> leader = cut(run, MAIN);
        List<CutSpan> spans = cut(run, SUB);

        assertThat(spans).extracting(CutSpan::kind).containsOnly(Kind.MEDIA);
        assertThat(spans).extracting(CutSpan::epoch).containsOnly(leader.get(0).epoch());
        assertThat(spans.get(0).first()).isEqualTo(1);
        for (int i = 1; i < spans.size(); i++) {
            CutSpan span = spans.get(i);
            assertThat(span.first()).isEqualTo(spans.get(i - 1).next());
            assertThat(span.startMicros()).isEqualTo(spans.get(i - 1).endMicros());
            assertThat((span.first() - 1) / 2 % subGop)
                    .as("begins with a key frame")
                    .isZero();
            assertThat(leader)
                    .as("reaches from before one of the leader's on")
                    .anyMatch(main -> span.startMicros() <= main.startMicros() + PastFollower.TOLERANCE_MICROS
                            && main.startMicros() < span.endMicros());
        }
        assertThat(spans.get(spans.size() - 1).next())
                .isEqualTo(leader.get(leader.size() - 1).next());
    }

    @Covers("C4")
    @Test
    void whereTheSubStreamPausedThereAreGapsAsLongAsTheMainSegments() {
        List<DecodePoint> sub = new ArrayList<>(keys(250, 25, 1, 0));
        for (int i = 2_500; i < 3_000; i += 25) {
            sub.add(key(i, 1, 0));
        }
        RecordedRun run = run(3_000, keys(3_000, 25, 0, 0), sub);

        List<CutSpan> leader = cut(run, MAIN);
        List<CutSpan> spans = cut(run, SUB);

        assertThat(spans).extracting(CutSpan::kind).contains(Kind.GAP, Kind.MEDIA);
        assertThat(spans.get(spans.size() - 1).kind()).isEqualTo(Kind.MEDIA);
        assertThat(spans.get(spans.size() - 1).endMicros())
                .isEqualTo(leader.get(leader.size() - 1).endMicros());
        assertThat(spans).allMatch(span -> span.durationMicros() < 40 * SECOND);
    }

    @Covers("C4")
    @Test
    void whereTheMainStreamPausedThereAreGapsInItAndTheSubStreamGoesOn() {
        List<DecodePoint> main = new ArrayList<>(keys(250, 25, 0, 0));
        for (int i = 2_500; i < 2_750; i += 25) {
            main.add(key(i, 0, 0));
        }
        RecordedRun run = run(5_000, main, keys(5_000, 25, 1, 0));

        List<CutSpan> leader = cut(run, MAIN);
        List<CutSpan> spans = cut(run, SUB);

        assertThat(leader).filteredOn(span -> span.kind() == Kind.GAP).hasSizeGreaterThan(20);
        assertThat(leader).extracting(CutSpan::epoch).containsOnly(0);
        assertThat(spans).extracting(CutSpan::kind).containsOnly(Kind.MEDIA);
        assertThat(spans)
                .extracting(CutSpan::startMicros)
                .containsExactlyElementsOf(
                        leader.stream().map(CutSpan::startMicros).toList());
        assertThat(leader).allMatch(span -> span.durationMicros() < 10 * SECOND);
    }

    @Covers("C4")
    @Test
    void aPauseOfTheWholeCameraIsTheSameDiscontinuityForBoth() {
        List<DecodePoint> main = new ArrayList<>(keys(250, 25, 0, 0));
        List<DecodePoint> sub = new ArrayList<>(keys(250, 40, 1, 0));
        for (int i = 250; i < 500; i += 25) {
            main.add(key(i, 0, 100 * SECOND));
            sub.add(key(i + 5, 1, 100 * SECOND));
        }
        RecordedRun run = run(500, main, sub);

        List<CutSpan> leader = cut(run, MAIN);
        List<CutSpan> spans = cut(run, SUB);

        CutSpan after =
                spans.stream().filter(span -> span.epoch() == 1).findFirst().orElseThrow();
        assertThat(leader).extracting(CutSpan::epoch).contains(0, 1);
        assertThat(after.startMicros()).isEqualTo(START + 255 * FRAME + 100 * SECOND);
        assertThat(spans)
                .filteredOn(span -> span.epoch() == 0)
                .allMatch(span -> span.endMicros()
                        <= leader.stream()
                                .filter(each -> each.epoch() == 0)
                                .mapToLong(CutSpan::endMicros)
                                .max()
                                .orElseThrow());
    }
}
