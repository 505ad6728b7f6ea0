package io.dayreel.streamer.dash;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.streamer.hls.LiveListing;
import io.dayreel.streamer.hls.LiveListing.ListedSegments;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.dash.Mpd;
import io.dayreel.testkit.dash.Mpd.Period;
import io.dayreel.testkit.dash.Mpd.Segment;
import io.dayreel.testkit.dash.MpdSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Manifests of live streams, read by an XML parser that knows nothing of them. */
class LiveMpdTextTest {
    private static final Rendition PICTURES = Rendition.video(0);
    private static final Rendition SOUND = Rendition.audio(1);
    private static final long SECOND = 1_000_000;
    private static final long START = ListedRange.START;
    private static final long PART = 200_000;
    private static final long LINE = 1_795_349_750_305L;

    private final MpdSchema schema = MpdSchema.find();

    private static ListedRange camera() {
        return new ListedRange()
                .with(PICTURES, "{\"codec\":\"avc1.42C01E\",\"width\":1280,\"height\":720}")
                .with(SOUND, "{\"codec\":\"mp4a.40.2\",\"sampleRate\":48000,\"language\":\"de\"}");
    }

    /** @param open whether the last segment of each rendition is one that grows */
    private static LiveListing listing(ListedRange listed, boolean open, boolean ended) {
        return new LiveListing(
                LINE,
                1,
                4,
                1_800_000,
                ended,
                START / 1_000,
                Map.of(0, START),
                List.of(segments(listed, PICTURES, open), segments(listed, SOUND, open)));
    }

    private static ListedSegments segments(ListedRange listed, Rendition rendition, boolean open) {
        List<CutSpan> all = listed.spans(rendition);
        int whole = all.size() - (open ? 1 : 0);
        return new ListedSegments(
                rendition, PART, all.subList(0, whole), open ? Optional.of(all.get(whole)) : Optional.empty());
    }

    private static LiveMpdText text(ListedRange listed, boolean open, boolean ended) {
        return new LiveMpdText(
                listing(listed, open, ended),
                listed.listing().renditions(),
                Formats.of(listed.listing().runs()));
    }

    private Mpd read(StringBuilder text) {
        schema.check(text.toString());
        return Mpd.parse(text.toString());
    }

    @Covers("C3")
    @Test
    void timesOfThePresentationAreTheMediasOwnWhateverIsStillListed() {
        ListedRange all = camera();
        ListedRange later = camera();
        for (int i = 0; i < 10; i++) {
            all.segment(0, START + i * 4 * SECOND, START + (i + 1) * 4 * SECOND);
        }
        later.segment(0, START + 36 * SECOND, START + 40 * SECOND);

        Mpd before = read(text(all, false, false).onOwnTimes(0));
        Mpd after = read(text(later, false, false).onOwnTimes(0));

        assertThat(before.attribute("availabilityStartTime")).isEqualTo("1970-01-01T00:00:00Z");
        assertThat(before.periods()).singleElement().satisfies(period -> {
            assertThat(period.start().toMillis())
                    .isEqualTo(period.representation("v0").orElseThrow().offset())
                    .isEqualTo(START / 1_000);
            assertThat(period.duration()).isEmpty();
        });
        assertThat(after.periods().get(0).start())
                .isEqualTo(before.periods().get(0).start());
        assertThat(after.periods().get(0).id())
                .isEqualTo(before.periods().get(0).id());
    }

    @Covers({"C3", "C7"})
    @Test
    void aLiveManifestSaysWhatLowLatencyNeeds() {
        ListedRange listed = camera().segment(0, START, START + 4 * SECOND);

        Mpd mpd = read(text(listed.segment(0, START + 4 * SECOND, START + 4 * SECOND + PART), true, false)
                .onOwnTimes(7_200_000));

        assertThat(mpd.isDynamic()).isTrue();
        assertThat(Instant.parse(mpd.attribute("availabilityStartTime")))
                .as("a device whose clock is two hours behind")
                .isEqualTo(Instant.EPOCH.plus(Duration.ofHours(2)));
        assertThat(mpd.text())
                .contains("<Location>dash.mpd?clock=7200000</Location>")
                .contains("<Latency ")
                .contains("<UTCTiming ");
        assertThat(mpd.duration("minimumUpdatePeriod")).isLessThanOrEqualTo(Duration.ofSeconds(1));
        assertThat(mpd.duration("timeShiftBufferDepth")).isEqualTo(Duration.ofMinutes(30));
        var template = mpd.periods().get(0).representation("v0").orElseThrow().template();
        assertThat(template.getAttribute("availabilityTimeComplete")).isEqualTo("false");
        assertThat(Mpd.seconds(template, "availabilityTimeOffset"))
                .as("as soon as its first part is there")
                .isEqualByComparingTo("3.8");
    }

    @Covers("C3")
    @Property(tries = 200)
    void aSegmentThatGrowsHasItsExactStartAndIsNotSaidToBeShorterThanItTurnsOut(
            @ForAll @LongRange(min = 1, max = 40) long parts,
            @ForAll @LongRange(min = 1_000_000, max = 8_000_000) long length) {
        long begins = START + 3 * length;
        ListedRange grows = camera();
        ListedRange whole = camera();
        for (int i = 0; i < 3; i++) {
            grows.segment(0, START + i * length, START + (i + 1) * length);
            whole.segment(0, START + i * length, START + (i + 1) * length);
        }
        grows.segment(0, begins, begins + Math.min(parts * PART, length));
        whole.segment(0, begins, begins + length);

        List<Segment> said = read(text(grows, true, false).onOwnTimes(0)).segments("v0");
        List<Segment> turnedOut = read(text(whole, false, false).onOwnTimes(0)).segments("v0");

        assertThat(said).hasSameSizeAs(turnedOut);
        assertThat(said.subList(0, 3)).isEqualTo(turnedOut.subList(0, 3));
        assertThat(said.get(3).start()).isEqualTo(turnedOut.get(3).start());
        assertThat(said.get(3).length())
                .isBetween(turnedOut.get(3).length(), turnedOut.get(3).length() + PART / 1_000 + 1);
    }

    @Test
    void whatFollowsADiscontinuityIsAPeriodAndTheOneBeforeSaysItsEnd() {
        ListedRange listed = camera().segment(0, START, START + 4 * SECOND)
                .segment(PICTURES, Kind.GAP, 1, START + 4 * SECOND, START + 8 * SECOND)
                .segment(SOUND, Kind.SILENCE, 1, START + 4 * SECOND, START + 8 * SECOND)
                .segment(2, START + 9 * SECOND, START + 13 * SECOND);

        List<Period> periods = read(text(listed, false, false).onOwnTimes(0)).periods();

        assertThat(periods).extracting(Period::id).containsExactly(LINE + "-0", LINE + "-2");
        assertThat(periods.get(0).duration()).contains(Duration.ofSeconds(4));
        assertThat(periods.get(1).start().minus(periods.get(0).start())).isEqualTo(Duration.ofSeconds(9));
        assertThat(periods.get(1).duration()).isEmpty();
    }

    @Test
    void aStreamThatEndedKeepsItsTimesForWhoPlaysItAndBeginsAtZeroForOthers() {
        ListedRange listed =
                camera().segment(0, START, START + 4 * SECOND).segment(2, START + 9 * SECOND, START + 13 * SECOND);

        Mpd playing = read(text(listed, false, true).onOwnTimes(0));
        Mpd later = read(text(listed, false, true).fromZero());

        assertThat(playing.attribute("minimumUpdatePeriod")).isEmpty();
        assertThat(playing.isDynamic()).isFalse();
        assertThat(playing.duration("mediaPresentationDuration"))
                .as("as long as all of it")
                .isEqualTo(Duration.ofSeconds(13));
        assertThat(playing.periods().get(0).start().toMillis()).isEqualTo(START / 1_000);
        assertThat(later.isDynamic()).isFalse();
        assertThat(later.duration("mediaPresentationDuration")).isEqualTo(Duration.ofSeconds(8));
        assertThat(later.periods()).extracting(Period::start).containsExactly(Duration.ZERO, Duration.ofSeconds(4));
    }

    @Covers({"C3", "C5"})
    @Test
    void textHasTheLeadersSegmentsAlsoTheOneThatGrowsButNoGaps() {
        ListedRange listed = camera().with(Rendition.text(5), "{\"codec\":\"wvtt\",\"language\":\"de\"}")
                .segment(0, START, START + 4 * SECOND)
                .segment(PICTURES, Kind.GAP, 0, START + 4 * SECOND, START + 8 * SECOND)
                .segment(SOUND, Kind.SILENCE, 0, START + 4 * SECOND, START + 8 * SECOND)
                .segment(0, START + 8 * SECOND, START + 12 * SECOND)
                .segment(0, START + 12 * SECOND, START + 12 * SECOND + PART);

        Mpd mpd = read(text(listed, true, false).onOwnTimes(0));

        assertThat(mpd.segments("t5"))
                .extracting(Segment::start)
                .hasSize(3)
                .isEqualTo(mpd.segments("v0").stream().map(Segment::start).toList());
        assertThat(mpd.segments("t5").get(2).length())
                .isEqualTo(mpd.segments("v0").get(2).length());
        assertThat(mpd.segments("t5").get(0).address()).startsWith("dash/live/t5/" + LINE + "-");
        assertThat(mpd.periods().get(0).sets("text").get(0).language()).isEqualTo("de");
    }

    @Test
    void nothingButGapsIsNothingToPlay() {
        ListedRange listed = camera().segment(PICTURES, Kind.GAP, 0, START, START + SECOND)
                .segment(SOUND, Kind.SILENCE, 0, START, START + SECOND);

        assertThat(text(listed, false, false).isEmpty()).isTrue();
    }
}
