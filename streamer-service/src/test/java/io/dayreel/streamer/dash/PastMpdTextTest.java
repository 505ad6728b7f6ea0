package io.dayreel.streamer.dash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.contracts.cuts.CutSpan.Kind;
import io.dayreel.streamer.hls.Rendered;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.dash.Mpd;
import io.dayreel.testkit.dash.Mpd.AdaptationSet;
import io.dayreel.testkit.dash.Mpd.Period;
import io.dayreel.testkit.dash.Mpd.Representation;
import io.dayreel.testkit.dash.Mpd.Segment;
import io.dayreel.testkit.dash.MpdSchema;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Manifests of the past, read by an XML parser that knows nothing of them. */
class PastMpdTextTest {
    private static final Rendition MAIN = Rendition.video(0);
    private static final Rendition SUB = Rendition.video(2);
    private static final Rendition SOUND = Rendition.audio(1);
    private static final long SECOND = 1_000_000;
    private static final long START = ListedRange.START;
    private static final String PICTURES =
            "{\"codec\":\"avc1.42C01E\",\"width\":1280,\"height\":720,\"renditionGroup\":\"main\"}";
    private static final String SPEECH =
            "{\"codec\":\"mp4a.40.2\",\"sampleRate\":48000,\"channels\":2,\"language\":\"de\",\"role\":\"room\"}";

    private final MpdSchema schema = MpdSchema.find();

    private Mpd read(ListedRange range) {
        String text = range.manifest();
        schema.check(text);
        return Mpd.parse(text);
    }

    @Test
    void everyManifestOfTheseTestsFollowsTheSchemaOfTheStandard() {
        assumeTrue(schema.isThere(), MpdSchema.MISSING);

        assertThat(read(camera().segment(0, START, START + SECOND)).periods()).hasSize(1);
    }

    private static ListedRange camera() {
        return new ListedRange().with(MAIN, PICTURES).with(SOUND, SPEECH);
    }

    @Covers({"A5", "C3"})
    @Property(tries = 200)
    void everySegmentIsListedAtItsTimeAndNoneReachesIntoTheNextOne(
            @ForAll Random random, @ForAll @IntRange(min = 1, max = 80) int count) {
        ListedRange range = camera();
        long at = START;
        int epoch = 0;
        for (int i = 0; i < count; i++) {
            long length = random.nextBoolean() ? 6 * SECOND : 1 + random.nextLong(9 * SECOND);
            if (random.nextInt(8) == 0) {
                epoch++;
                at += random.nextLong(3_600 * SECOND);
            }
            range.segment(epoch, at, at + Math.max(length, 2_000));
            at += Math.max(length, 2_000) + (random.nextInt(6) == 0 ? random.nextLong(2 * SECOND) : 0);
        }

        Mpd mpd = read(range);

        for (Rendition rendition : List.of(MAIN, SOUND)) {
            assertThat(mpd.segments(rendition.toString()))
                    .extracting(Segment::start)
                    .isEqualTo(range.spans(rendition).stream()
                            .map(span -> Math.floorDiv(span.startMicros(), 1_000))
                            .toList());
            assertThat(mpd.segments(rendition.toString()))
                    .extracting(Segment::end)
                    .isEqualTo(range.spans(rendition).stream()
                            .map(span -> Math.floorDiv(span.endMicros(), 1_000))
                            .toList());
        }
        assertThatPeriodsFollowEachOther(mpd);
    }

    /** ISO/IEC 23009-1, 5.3.2.1: of a static manifest, from 0 on, and as long as all of it. */
    private static void assertThatPeriodsFollowEachOther(Mpd mpd) {
        Duration at = Duration.ZERO;
        for (Period period : mpd.periods()) {
            assertThat(period.start()).isEqualTo(at);
            at = at.plus(period.duration().orElseThrow());
            for (AdaptationSet set : period.sets()) {
                for (Representation each : set.representations()) {
                    assertThat(each.segments())
                            .allMatch(segment -> segment.start() >= each.offset()
                                    && segment.start()
                                            < each.offset()
                                                    + period.duration().get().toMillis());
                }
            }
        }
        assertThat(mpd.duration("mediaPresentationDuration")).isEqualTo(at);
        assertThat(mpd.periods()).extracting(Period::id).doesNotHaveDuplicates();
    }

    @Covers("A5")
    @Test
    void whatWasNotRecordedTakesNoTimeAndTheOffsetsSayWhenTheRestWas() {
        Mpd mpd = read(camera().segment(0, START, START + 6 * SECOND)
                .segment(1, START + 3_600 * SECOND, START + 3_604 * SECOND));

        assertThat(mpd.periods()).extracting(Period::start).containsExactly(Duration.ZERO, Duration.ofSeconds(6));
        assertThat(mpd.periods())
                .extracting(period -> period.representation("v0").orElseThrow().offset())
                .containsExactly(START / 1_000, START / 1_000 + 3_600_000);
    }

    @Test
    void aPeriodKeepsItsNameWhenMoreOfItOrOfOthersIsListed() {
        ListedRange range = camera().segment(0, START + 60 * SECOND, START + 66 * SECOND);

        String before = read(range).periods().get(0).id();
        Mpd after = read(camera().segment(0, START, START + 6 * SECOND)
                .segment(1, START + 60 * SECOND, START + 66 * SECOND)
                .segment(1, START + 66 * SECOND, START + 72 * SECOND));

        assertThat(after.periods().get(1).id()).isEqualTo(before);
    }

    @Covers("C3")
    @Test
    void variantsAreOneSetAndEverySoundHasOneWithItsLanguage() {
        Rendition other = Rendition.audio(5);
        ListedRange range = new ListedRange()
                .with(MAIN, PICTURES)
                .with(SUB, PICTURES.replace("1280", "640").replace("720", "360"))
                .with(SOUND, SPEECH)
                .with(other, SPEECH.replace("\"de\"", "\"in German, mostly\""))
                .segment(0, START, START + 6 * SECOND);

        Period period = read(range).periods().get(0);

        assertThat(period.sets("video")).singleElement().satisfies(set -> assertThat(set.representations())
                .extracting(each -> each.element().getAttribute("width"))
                .containsExactly("1280", "640"));
        assertThat(period.sets("audio"))
                .extracting(AdaptationSet::language)
                .as("what is no language is undetermined")
                .containsExactly("de", "und");
        assertThat(period.sets("audio"))
                .extracting(set -> set.descriptor("Role"))
                .containsExactly("main", "alternate");
    }

    @Test
    void variantsThatBeginAtOtherTimesSaySoAndNoneBeginsBeforeItsPeriod() {
        ListedRange range = new ListedRange()
                .with(MAIN, PICTURES)
                .with(SUB, PICTURES)
                .segment(MAIN, Kind.MEDIA, 0, START, START + 6 * SECOND)
                .segment(MAIN, Kind.MEDIA, 0, START + 6 * SECOND, START + 12 * SECOND)
                .segment(SUB, Kind.MEDIA, 0, START - SECOND / 5, START + 12 * SECOND);

        Mpd mpd = read(range);

        AdaptationSet pictures = mpd.periods().get(0).sets("video").get(0);
        assertThat(pictures.element().getAttribute("segmentAlignment")).isEqualTo("false");
        assertThatPeriodsFollowEachOther(mpd);
    }

    @Test
    void aGapIsNotListedAndWhatFollowsSaysItsTime() {
        ListedRange range = camera().segment(0, START, START + 6 * SECOND)
                .segment(MAIN, Kind.GAP, 0, START + 6 * SECOND, START + 12 * SECOND)
                .segment(SOUND, Kind.SILENCE, 0, START + 6 * SECOND, START + 12 * SECOND)
                .segment(0, START + 12 * SECOND, START + 18 * SECOND);

        Mpd mpd = read(range);

        assertThat(mpd.segments("v0"))
                .extracting(segment -> segment.start() - START / 1_000)
                .containsExactly(0L, 12_000L);
        assertThat(mpd.segments("a1")).hasSize(3);
    }

    @Test
    void aStretchWithSoundAloneIsLeftOutWhereThereAreOtherwisePictures() {
        ListedRange range = camera().segment(0, START, START + 6 * SECOND)
                .segment(SOUND, Kind.SILENCE, 1, START + 6 * SECOND, START + 12 * SECOND)
                .segment(2, START + 12 * SECOND, START + 18 * SECOND);

        assertThat(read(range).periods()).hasSize(2).allSatisfy(period -> assertThat(period.sets("video"))
                .hasSize(1));
    }

    @Test
    void soundThatFewPlayersHaveIsListedWhereItIsAllThereIs() {
        String raw = "{\"codec\":\"pcm-s16\",\"sampleRate\":8000,\"channels\":1}";
        ListedRange both = new ListedRange().with(MAIN, PICTURES).with(SOUND, raw);
        ListedRange alone = new ListedRange().with(SOUND, raw);

        Mpd pictures = read(both.segment(0, START, START + SECOND));
        Mpd sound = read(alone.segment(0, START, START + SECOND));

        assertThat(pictures.periods().get(0).sets("audio")).isEmpty();
        assertThat(sound.periods()
                        .get(0)
                        .representation("a1")
                        .orElseThrow()
                        .element()
                        .getAttribute("codecs"))
                .isEqualTo("ipcm");
    }

    @Covers({"C3", "C5"})
    @Test
    void eachTextIsASetWithItsLanguageAndTheSegmentsOfThePictures() {
        Rendition german = Rendition.text(5);
        Rendition english = Rendition.text(6);
        ListedRange range = camera().with(german, "{\"codec\":\"wvtt\",\"language\":\"ger\",\"role\":\"caption\"}")
                .with(english, "{\"codec\":\"wvtt\",\"language\":\"en\"}")
                .with(Rendition.text(7), "{\"codec\":\"stpp\"}")
                .segment(0, START, START + 6 * SECOND)
                .segment(0, START + 6 * SECOND, START + 11 * SECOND);

        Mpd mpd = read(range);

        List<AdaptationSet> texts = mpd.periods().get(0).sets("text");
        assertThat(texts).extracting(AdaptationSet::language).containsExactly("de", "en");
        assertThat(texts).extracting(set -> set.descriptor("Role")).containsExactly("caption", "subtitle");
        assertThat(mpd.text()).contains("<Label>Deutsch</Label>", "<Label>English</Label>");
        assertThat(texts).allSatisfy(set -> {
            assertThat(set.element().getAttribute("mimeType")).isEqualTo("application/mp4");
            assertThat(set.representations()).singleElement().satisfies(each -> {
                assertThat(each.element().getAttribute("codecs")).isEqualTo("wvtt");
                assertThat(each.initialization()).matches("media/.*/" + each.id() + "/1-c1-[0-9a-f]{8}\\.mp4");
            });
        });
        for (Rendition text : List.of(german, english)) {
            assertThat(mpd.segments(text.toString()))
                    .extracting(Segment::start)
                    .isEqualTo(mpd.segments("v0").stream().map(Segment::start).toList());
        }
    }

    @Test
    void aTextThatWasNotSentForAWhileHasEmptySegmentsThereAndTextAloneIsNoPeriod() {
        Rendition text = Rendition.text(5);
        ListedRange range = camera().with(text, "{\"codec\":\"wvtt\"}")
                .segment(0, START, START + 6 * SECOND)
                .segment(text, Kind.MEDIA, 1, START + 20 * SECOND, START + 26 * SECOND)
                .segment(MAIN, Kind.MEDIA, 2, START + 40 * SECOND, START + 46 * SECOND)
                .segmentWithoutFormat(text, 2, START + 40 * SECOND, START + 46 * SECOND);

        Mpd mpd = read(range);

        assertThat(mpd.periods()).hasSize(2).allSatisfy(period -> assertThat(period.sets("text"))
                .singleElement()
                .satisfies(set -> assertThat(set.representations().get(0).initialization())
                        .isEqualTo(mpd.periods()
                                .get(0)
                                .representation("t5")
                                .orElseThrow()
                                .initialization())));
    }

    @Covers({"C1", "C3"})
    @Test
    void aVideoThatGrowsIsDynamicDropsNothingAndIsPlayedFromItsBeginning() {
        long now = 1_800_000_000_000L;
        ListedRange range = camera().segment(0, START, START + 6 * SECOND);

        Mpd first = checked(range.growing(now, Optional.empty()));
        Instant zero = Instant.parse(first.attribute("availabilityStartTime"));
        Mpd later = checked(range.segment(0, START + 6 * SECOND, START + 9 * SECOND)
                .segment(1, START + 9 * SECOND, START + 12 * SECOND)
                .growing(now + 60_000, Optional.of(zero.toEpochMilli())));

        assertThat(first.isDynamic()).isTrue();
        assertThat(first.attribute("timeShiftBufferDepth"))
                .as("nothing is dropped")
                .isEmpty();
        assertThat(first.attribute("mediaPresentationDuration")).isEmpty();
        assertThat(Duration.between(zero, Instant.ofEpochMilli(now)))
                .as("what is there is available")
                .isBetween(Duration.ofSeconds(6), Duration.ofSeconds(16));
        assertThat(first.duration("suggestedPresentationDelay"))
                .as("who begins is at the beginning")
                .isGreaterThan(Duration.between(zero, Instant.ofEpochMilli(now)));
        assertThat(first.text())
                .contains("<Location>dash.mpd?day=video&amp;clock=" + zero.toEpochMilli() + "</Location>")
                .contains("availabilityTimeOffset=\"INF\"");
        assertThat(later.attribute("availabilityStartTime")).isEqualTo(first.attribute("availabilityStartTime"));
        assertThat(later.segments("v0"))
                .hasSize(3)
                .startsWith(first.segments("v0").get(0));
        assertThat(later.periods())
                .extracting(Period::duration)
                .containsExactly(Optional.of(Duration.ofSeconds(9)), Optional.empty());
        assertThat(later.periods().get(0))
                .extracting(Period::id, Period::start)
                .containsExactly(first.periods().get(0).id(), Duration.ZERO);
    }

    private Mpd checked(String text) {
        schema.check(text);
        return Mpd.parse(text);
    }

    @Property(tries = 300)
    void whateverADeviceCallsItsTracksTheManifestIsXml(@ForAll String language, @ForAll String role) {
        String json = "{\"codec\":\"mp4a.40.2\",\"language\":" + quoted(language) + ",\"role\":" + quoted(role) + "}";

        Mpd mpd = read(new ListedRange().with(SOUND, json).segment(0, START, START + SECOND));

        assertThat(mpd.segments("a1")).hasSize(1);
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> json.append(String.format("\\u%04x", c)));
        return json.append('"').toString();
    }

    @Test
    void sheetsOfThumbnailsCoverEveryPeriodInARegularGrid() {
        Mpd mpd = read(camera().segment(0, START, START + 6 * SECOND)
                .segment(1, START + 3_600 * SECOND, START + 3_604 * SECOND));

        assertThat(mpd.periods()).allSatisfy(period -> {
            AdaptationSet images = period.sets("image").get(0);
            Representation sheets = images.representations().get(0);
            long shown = Long.parseLong(sheets.template().getAttribute("duration"));
            String media = sheets.template().getAttribute("media");
            assertThat(shown)
                    .isGreaterThanOrEqualTo(period.duration().orElseThrow().toMillis());
            assertThat(media).contains("/" + period.id() + "-").endsWith("/$Number$.jpg");
        });
        assertThat(TileSheets.query(START / 1_000, 2_000, 2))
                .startsWith("from=2026-11-20T00:01:40Z&to=2026-11-20T00:03:20Z&count=50&");
    }

    @Covers("C3")
    @Test
    void aWholeDayIsSmall() {
        Random clock = new Random(7);
        ListedRange range = camera();
        long at = START;
        for (int i = 0; i < 14_400; i++) {
            long end = at + 6 * SECOND + clock.nextInt(4_000) - 2_000;
            range.segment(0, at, end);
            at = end;
        }

        Rendered made = Rendered.of(range.manifest());

        assertThat(Mpd.parse(range.manifest()).segments("v0")).hasSize(14_400);
        assertThat(made.plain().length).isLessThan(600_000);
        assertThat(made.gzip().length).isLessThan(100_000);
    }

    @Test
    void segmentsOfARunThatOverlapsTheOneBeforeDoNotOverlap() {
        List<CutSpan> spans = camera().segment(0, START, START + 6 * SECOND)
                .segment(0, START + 6 * SECOND - SECOND / 20, START + 12 * SECOND)
                .spans(MAIN);
        Xml xml = new Xml();

        SegmentTimes.write(xml, spans);

        assertThat(xml.document()).contains("<S t=\"" + START / 1_000 + "\" d=\"5950\"/>\n<S d=\"6050\"/>");
    }
}
