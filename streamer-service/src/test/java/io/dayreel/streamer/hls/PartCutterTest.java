package io.dayreel.streamer.hls;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.hls.PartCutter.LeaderSegment;
import io.dayreel.testkit.Covers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PartCutterTest {
    private static final Day DAY = Day.parse("2026-11-21");
    private static final long SECOND = 1_000_000;
    private static final long PART = 216_000;
    private static final long TARGET = 4 * SECOND;
    private static final long FRAME = 40_000;
    private static final PartCutter VIDEO = new PartCutter(true, PART, TARGET);
    private static final PartCutter SOUND = new PartCutter(false, PART, TARGET);

    private static CutFrame picture(long counter, long timeMicros, boolean sync) {
        return new CutFrame(DAY, 1, counter, timeMicros, FRAME, sync, 1);
    }

    /** Pictures at 25 a second whose times waver, with a key frame every so many. */
    private static List<CutFrame> pictures(Random random, int count, int gop) {
        List<CutFrame> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            frames.add(picture(10L + i * 2L, 1_000_000_000L + i * FRAME + random.nextInt(2_000), i % gop == 0));
        }
        return frames;
    }

    private static CutLoop.Decision leading(int gop) {
        return (place, frames) -> VIDEO.lead(place, frames, gop * FRAME, false);
    }

    @Covers("C3")
    @Property(tries = 100)
    void partsFollowEachOtherAndAreAsLongAsTheStandardWants(
            @ForAll Random random, @ForAll @IntRange(min = 5, max = 110) int gop) {
        CutLoop loop = new CutLoop("v0", PART);

        pictures(random, 600, gop).forEach(frame -> loop.feed(frame, leading(gop)));

        List<CutRecord.Part> parts = loop.log();
        assertThat(parts).isNotEmpty();
        for (int i = 0; i < parts.size(); i++) {
            CutRecord.Part part = parts.get(i);
            assertThat(part.span().durationMicros()).isLessThanOrEqualTo(PART);
            if (!part.closes()) {
                assertThat(part.span().durationMicros())
                        .as("85 %% of the part target")
                        .isGreaterThanOrEqualTo(PART * 85 / 100);
            }
            if (i > 0) {
                assertThat(part.span().first())
                        .isEqualTo(parts.get(i - 1).span().next());
                assertThat(part.span().startMicros())
                        .isEqualTo(parts.get(i - 1).span().endMicros());
            }
        }
    }

    @Covers("C3")
    @Test
    void theFirstSegmentOfALineIsWholeAfterASecond() {
        CutLoop loop = new CutLoop("v0", PART);

        pictures(new Random(1), 400, 25).forEach(frame -> loop.feed(frame, leading(25)));

        assertThat(loop.rendition().segments())
                .extracting(segment -> Math.round(segment.span().durationMicros() / 1e6))
                .startsWith(1L, 4L, 4L);
    }

    @Covers("C3")
    @Property(tries = 100)
    void segmentsBeginWithKeyFramesAndDoNotPassTheTarget(
            @ForAll Random random, @ForAll @IntRange(min = 5, max = 100) int gop) {
        CutLoop loop = new CutLoop("v0", PART);

        pictures(random, 600, gop).forEach(frame -> loop.feed(frame, leading(gop)));

        assertThat(loop.rendition().segments()).isNotEmpty().allSatisfy(segment -> {
            assertThat(segment.span().durationMicros()).isLessThan(TARGET + SECOND / 2);
            assertThat((segment.span().first() - 10) / 2 % gop).isZero();
        });
        assertThat(loop.log().stream().filter(part -> part.part() == 0)).allMatch(CutRecord.Part::independent);
    }

    @Test
    void aGroupOfPicturesThatIsLongerThanTheTargetIsCutAllTheSame() {
        CutLoop loop = new CutLoop("v0", PART);

        pictures(new Random(1), 600, 1_000).forEach(frame -> loop.feed(frame, leading(1_000)));

        assertThat(loop.rendition().segments()).hasSizeGreaterThan(3).allSatisfy(segment -> assertThat(
                        segment.span().durationMicros())
                .isLessThan(TARGET + SECOND / 2));
    }

    @Test
    void aPauseEndsTheSegmentAndIsADiscontinuity() {
        CutLoop loop = new CutLoop("v0", PART);
        List<CutFrame> before = pictures(new Random(1), 30, 25);
        CutFrame last = before.get(before.size() - 1);
        long later = last.timeMicros() + 30 * SECOND;

        before.forEach(frame -> loop.feed(frame, leading(25)));
        loop.feed(picture(last.counter() + 2, later, false), leading(25));
        loop.feed(picture(last.counter() + 4, later + FRAME, true), leading(25));
        for (int i = 2; i < 12; i++) {
            loop.feed(picture(last.counter() + 2 + i * 2L, later + i * FRAME, false), leading(25));
        }

        LiveSegment whole = loop.rendition().segments().get(0);
        CutSpan next = loop.rendition().open().get(0).span();
        assertThat(whole.span().endMicros()).isLessThan(last.timeMicros() + SECOND);
        assertThat(next.epoch()).isEqualTo(whole.span().epoch() + 1);
        assertThat(next.first()).as("the first picture that can be decoded").isEqualTo(last.counter() + 4);
    }

    private static PartCutter.Leader leader(long openMsn, LeaderSegment... segments) {
        return new PartCutter.Leader() {
            @Override
            public long openMsn() {
                return openMsn;
            }

            @Override
            public long listedToMicros() {
                LeaderSegment last = segments[segments.length - 1];
                return last.endMicros().orElse(last.startMicros());
            }

            @Override
            public boolean isSilent() {
                return false;
            }

            @Override
            public Optional<LeaderSegment> segment(long msn) {
                int at = (int) (msn - 100);
                return at < segments.length ? Optional.of(segments[at]) : Optional.empty();
            }
        };
    }

    /** One whose open segment is listed up to a time. */
    private static PartCutter.Leader leader(
            long openMsn, long listedMicros, boolean silent, LeaderSegment... segments) {
        PartCutter.Leader all = leader(openMsn, segments);
        return new PartCutter.Leader() {
            @Override
            public long openMsn() {
                return openMsn;
            }

            @Override
            public Optional<LeaderSegment> segment(long msn) {
                return all.segment(msn);
            }

            @Override
            public long listedToMicros() {
                return listedMicros;
            }

            @Override
            public boolean isSilent() {
                return silent;
            }
        };
    }

    private static LeaderSegment open(long startMicros) {
        return new LeaderSegment(startMicros, Optional.empty(), 0);
    }

    private static CutFrame unit(int index) {
        return new CutFrame(DAY, 1, index, index * 21_333L, 21_333, true, 1);
    }

    @Test
    void soundIsNotCutFurtherThanThePicture() {
        CutLoop loop = new CutLoop("a1", PART);
        PartCutter.Leader leader = leader(100, SECOND, false, open(0));

        for (int i = 0; i < 150; i++) {
            loop.feed(unit(i), (place, frames) -> SOUND.follow(place, frames, leader));
        }

        assertThat(loop.rendition().lastSpan().orElseThrow().endMicros()).isBetween(SECOND - PART, SECOND);
    }

    /** A hint that comes to nothing is answered 404, and players wait before they ask again. */
    @Covers("C3")
    @Property(tries = 100)
    void thePartThatIsHintedAtComes(
            @ForAll Random random,
            @ForAll @IntRange(min = 5, max = 110) int gop,
            @ForAll @IntRange(min = -25, max = 20) int soundBehind) {
        CutLoop pictures = new CutLoop("v0", PART);
        CutLoop sound = new CutLoop("a1", PART);
        long start = 1_000_000_000L;
        int units = 0;

        for (CutFrame picture : pictures(random, 600, gop)) {
            pictures.feed(picture, leading(gop));
            while (start + units * 21_333L < picture.timeMicros() - soundBehind * 10_000L) {
                CutFrame unit = new CutFrame(DAY, 1, 2L * units + 11, start + units * 21_333L, 21_333, true, 1);
                sound.feed(unit, (place, frames) -> SOUND.follow(place, frames, listed(pictures)));
                units++;
            }
            sound.cut((place, frames) -> SOUND.follow(place, frames, listed(pictures)));
        }

        assertThatHintsCome(pictures.log());
        assertThatHintsCome(sound.log());
        assertThat(sound.log().size()).isGreaterThan(pictures.log().size() / 2);
    }

    private static void assertThatHintsCome(List<CutRecord.Part> parts) {
        for (int i = 1; i < parts.size(); i++) {
            CutRecord.Part before = parts.get(i - 1);
            CutRecord.Part part = parts.get(i);
            assertThat(part.msn()).as("behind %s", before).isEqualTo(before.closes() ? before.msn() + 1 : before.msn());
            assertThat(part.part()).as("behind %s", before).isEqualTo(before.closes() ? 0 : before.part() + 1);
        }
    }

    /** The leader as it is listed now. */
    private static PartCutter.Leader listed(CutLoop loop) {
        LiveRendition rendition = loop.rendition();
        List<LeaderSegment> segments = new ArrayList<>();
        loop.log().stream().filter(part -> part.part() == 0).forEach(part -> {
            long end = loop.log().stream()
                    .filter(each -> each.msn() == part.msn() && each.closes())
                    .mapToLong(each -> each.span().endMicros())
                    .findFirst()
                    .orElse(-1);
            segments.add(new LeaderSegment(
                    part.span().startMicros(),
                    end < 0 ? Optional.empty() : Optional.of(end),
                    part.span().epoch()));
        });
        long listed = rendition.lastSpan().map(CutSpan::endMicros).orElse(Long.MIN_VALUE);
        return leader(rendition.openMsn(), listed, false, segments.toArray(LeaderSegment[]::new));
    }

    @Test
    void aGapOfTheDeviceIsSilenceOfItsSoundAtOnce() {
        CutLoop loop = new CutLoop("a1", PART);
        PartCutter.Leader going = leader(100, SECOND, false, open(0));
        PartCutter.Leader silent = leader(102, 3 * SECOND, true, segment(0, SECOND, 0), segment(SECOND, 3 * SECOND, 1));

        for (int i = 0; i < 46; i++) {
            loop.feed(unit(i), (place, frames) -> SOUND.follow(place, frames, going));
        }
        loop.cut((place, frames) -> SOUND.follow(place, frames, silent));

        List<LiveSegment> segments = loop.rendition().segments();
        assertThat(segments).extracting(each -> each.span().kind()).containsExactly(Kind.MEDIA, Kind.SILENCE);
        assertThat(segments.get(0).span().next()).as("all that came").isEqualTo(46);
        assertThat(segments.get(1).span().epoch()).isEqualTo(1);
        assertThat(segments.get(1).span().endMicros()).isEqualTo(3 * SECOND);
    }

    @Test
    void soundThatGoesOverToTheNewDayBeforeThePictureIsSilenceUntilThePictureDoes() {
        CutLoop loop = new CutLoop("a1", PART);
        PartCutter.Leader leader = leader(
                102,
                4 * SECOND,
                false,
                segment(0, 2 * SECOND, 0),
                segment(2 * SECOND, 4 * SECOND, 0),
                open(4 * SECOND));
        CutLoop.Decision decision = (place, frames) -> SOUND.follow(place, frames, leader);

        for (int i = 0; i < 70; i++) {
            loop.feed(unit(i), decision);
        }
        for (int i = 70; i < 170; i++) {
            loop.feed(new CutFrame(DAY.next(), 0, i - 70, i * 21_333L, 21_333, true, 1), decision);
        }

        List<LiveSegment> segments = loop.rendition().segments();
        assertThat(segments.get(0).span().endMicros()).isEqualTo(2 * SECOND);
        assertThat(loop.log()).extracting(part -> part.span().kind()).contains(Kind.SILENCE);
        assertThat(loop.log())
                .allSatisfy(part ->
                        assertThat(part.span().durationMicros()).isPositive().isLessThanOrEqualTo(SECOND));
        CutRecord.Part next = loop.log().stream()
                .filter(part -> part.msn() == 101)
                .findFirst()
                .orElseThrow();
        assertThat(next.span().day()).isEqualTo(DAY.next());
        assertThat(next.span().startMicros()).isBetween(2 * SECOND - 25_000, 2 * SECOND + 25_000);
    }

    private static LeaderSegment segment(long startMicros, long endMicros, int epoch) {
        return new LeaderSegment(startMicros, Optional.of(endMicros), epoch);
    }

    @Covers("C3")
    @Test
    void soundIsCutIntoSegmentsLikeThePicture() {
        CutLoop loop = new CutLoop("a1", PART);
        PartCutter.Leader leader = leader(
                102,
                segment(0, 2 * SECOND, 3),
                segment(2 * SECOND, 5 * SECOND, 4),
                new LeaderSegment(5 * SECOND, Optional.empty(), 4));

        for (int i = 0; i < 300; i++) {
            CutFrame unit = new CutFrame(DAY, 1, i, i * 21_333L, 21_333, true, 1);
            loop.feed(unit, (place, frames) -> SOUND.follow(place, frames, leader));
        }

        List<LiveSegment> segments = loop.rendition().segments();
        assertThat(segments).hasSize(2);
        assertThat(segments.get(0).span().endMicros()).isBetween(2 * SECOND, 2 * SECOND + 22_000);
        assertThat(segments.get(1).span().endMicros()).isBetween(5 * SECOND, 5 * SECOND + 22_000);
        assertThat(segments).extracting(each -> each.span().epoch()).containsExactly(3, 4);
        assertThat(loop.rendition().openMsn()).isEqualTo(102);
    }

    /** Segments of another video track beside three of the leader's, from 0, 2 and 5 s on, and its open one from 7 s on. */
    private static List<LiveSegment> subStream(long firstKeyMicros, int gop) {
        CutLoop loop = new CutLoop("v4", PART);
        PartCutter.Leader leader = leader(
                103,
                segment(0, 2 * SECOND, 0),
                segment(2 * SECOND, 5 * SECOND, 0),
                segment(5 * SECOND, 7 * SECOND, 0),
                new LeaderSegment(7 * SECOND, Optional.empty(), 0));
        for (int i = 0; i < 190; i++) {
            loop.feed(
                    picture(i, firstKeyMicros + i * FRAME, i % gop == 0),
                    (place, frames) -> VIDEO.follow(place, frames, leader));
        }
        return loop.rendition().segments();
    }

    @Covers({"C3", "C4"})
    @Test
    void aSubStreamWhoseKeyFramesAreAtNearlyTheSameTimesIsCutAtThem() {
        List<LiveSegment> early = subStream(-30_000, 25);
        List<LiveSegment> late = subStream(30_000, 25);

        assertThat(early)
                .extracting(each -> each.span().startMicros())
                .containsExactly(-30_000L, 1_970_000L, 4_970_000L);
        assertThat(late).extracting(each -> each.span().startMicros()).containsExactly(30_000L, 2_030_000L, 5_030_000L);
        assertThat(early).allMatch(each -> each.parts().get(0).independent());
        assertThat(late).allMatch(each -> each.parts().get(0).independent());
    }

    @Covers({"C3", "C4"})
    @Test
    void aSubStreamWhoseKeyFramesAreElsewhereHasTheSameSegmentsAllTheSame() {
        List<LiveSegment> segments = subStream(0, 90);

        assertThat(segments).extracting(LiveSegment::msn).containsExactly(100L, 101L, 102L);
        assertThat(segments).extracting(each -> each.span().kind()).containsOnly(Kind.MEDIA);
        assertThat(segments.get(1).span().startMicros()).isBetween(2 * SECOND, 2 * SECOND + 300_000);
        assertThat(segments.get(2).span().startMicros()).isBetween(5 * SECOND, 5 * SECOND + 300_000);
        assertThat(segments.get(1).parts().get(0).independent()).isFalse();
    }

    @Test
    void aSubStreamWaitsForTheMainOneToBeListed() {
        PartCutter.Leader leader = leader(100, new LeaderSegment(0, Optional.empty(), 0));
        CutLoop loop = new CutLoop("v4", PART);

        for (int i = 0; i < 50; i++) {
            loop.feed(
                    picture(i, SECOND + i * FRAME, i % 25 == 0),
                    (place, frames) -> VIDEO.follow(place, frames, leader));
        }

        assertThat(loop.log()).isEmpty();
    }

    @Test
    void soundThatStopsIsListedAsSilenceUntilItComesBack() {
        CutLoop loop = new CutLoop("a1", PART);
        PartCutter.Leader leader = leader(
                104,
                segment(0, 2 * SECOND, 0),
                segment(2 * SECOND, 4 * SECOND, 0),
                segment(4 * SECOND, 6 * SECOND, 0),
                segment(6 * SECOND, 8 * SECOND, 0),
                new LeaderSegment(8 * SECOND, Optional.empty(), 0));
        CutLoop.Decision decision = (place, frames) -> SOUND.follow(place, frames, leader);

        for (int i = 0; i < 50; i++) {
            loop.feed(new CutFrame(DAY, 1, i, i * 21_333L, 21_333, true, 1), decision);
        }
        for (int i = 300; i < 400; i++) {
            loop.feed(new CutFrame(DAY, 1, i, i * 21_333L, 21_333, true, 1), decision);
        }

        List<LiveSegment> segments = loop.rendition().segments();
        assertThat(segments).hasSizeGreaterThanOrEqualTo(3);
        assertThat(loop.log()).extracting(part -> part.span().kind()).contains(Kind.SILENCE, Kind.MEDIA);
        for (int i = 1; i < loop.log().size(); i++) {
            CutSpan before = loop.log().get(i - 1).span();
            CutSpan span = loop.log().get(i).span();
            assertThat(span.startMicros() - before.endMicros())
                    .as("no hole between %s and %s", before, span)
                    .isLessThanOrEqualTo(SECOND);
        }
    }
}
