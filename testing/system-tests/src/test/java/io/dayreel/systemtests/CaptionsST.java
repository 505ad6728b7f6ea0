package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.systemtests.device.Recording;
import io.dayreel.systemtests.hls.HlsClient;
import io.dayreel.systemtests.hls.Playlist;
import io.dayreel.systemtests.hls.Playlist.Segment;
import io.dayreel.systemtests.players.PlayerKind;
import io.dayreel.systemtests.players.PlayerPage;
import io.dayreel.systemtests.players.PlayerPage.Caption;
import io.dayreel.systemtests.players.PlayerPage.Wish;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.browser.Browser;
import io.dayreel.testkit.dash.CaptionSegments;
import io.dayreel.testkit.dash.Mpd;
import io.dayreel.testkit.dash.MpdSchema;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.FrameCodedVideo;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Captions in two languages, sent by {@code dayreel push --captions}: cue n says "en n" or "de n", begins 1 + 2 n s after
 * the first picture and lasts 1.6 s; every picture carries its number. Live, past, and with sound in two languages.
 */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CaptionsST {
    private static final int SECONDS = 24;
    private static final int LIVE_SECONDS = 240;
    private static final int FRAMES_PER_SECOND = 25;
    private static final double CUE_FROM = 1;
    private static final double CUE_EVERY = 2;
    private static final double CUE_LASTS = 1.6;
    /** The browser looks at cues a few times a second. */
    private static final double LATE = 0.35;

    private static final Instant PAST = Instant.parse("2026-11-20T10:00:00Z");
    private static final String RANGE = "?from=" + PAST + "&to=" + PAST.plusSeconds(SECONDS);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Pattern CUE = Pattern.compile("(?m)^(\\S+)\\n([0-9:.]+) --> ([0-9:.]+)[^\\n]*\\n([^\\n]+)$");

    /** A player and what it is given. */
    record Viewer(PlayerKind kind, String manifest) {
        /** Shaka Player takes segments of DASH part by part, but for text: that comes when its segment has ended, too late. */
        boolean loadsTextWhole() {
            return kind == PlayerKind.SHAKA && manifest.equals("dash.mpd");
        }
    }

    private final Ffmpeg ffmpeg = Ffmpeg.find();
    private Path directory;
    private StandaloneCloud cloud;
    private HlsClient client;
    private Browser browser;
    private Cli camera;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        Path english = captions("en.vtt", "en", LIVE_SECONDS);
        Path german = captions("de.srt", "de", LIVE_SECONDS);
        cloud = StandaloneCloud.start(
                directory.resolve("data"),
                Map.of(
                        "dayreel.writer.segment-max-age", "PT3S",
                        "dayreel.streamer.languages.default", "en",
                        "dayreel.streamer.languages.regions", "AT=de,CH=fr de"));
        Pusher cameras = new Pusher(cloud, directory);
        client = new HlsClient(token());
        browser = Browser.launch();
        List<String> texts = List.of("--captions", english + ":eng", "--captions", german + ":ger");
        camera = cameras.push("live", clip("live", LIVE_SECONDS), texts);
        List<String> past = new ArrayList<>(List.of("--captions", captions("en-past.vtt", "en", SECONDS) + ":eng"));
        past.addAll(List.of("--captions", captions("de-past.srt", "de", SECONDS) + ":ger"));
        past.addAll(List.of("--fast", "--start-time=" + PAST));
        try (Cli recorded = cameras.push("past", clip("past", SECONDS), past)) {
            recorded.succeedsWithin(LIMIT);
        }
        awaitEnd("past");
        Recording.download(cloud.streamer(), "past", token(), PAST.minusSeconds(5), PAST.plusSeconds(SECONDS + 5))
                .withSoundTwice("eng", 9, "ger")
                .post(cloud.ingest(), "languages", cloud.tokens().device("demo", "languages"));
        awaitEnd("languages");
    }

    @AfterAll
    void stop() {
        AfterTests.close(camera, browser, cloud);
    }

    static Stream<Viewer> viewers() {
        return Stream.concat(
                PlayerKind.ofHls().stream().map(kind -> new Viewer(kind, "hls.m3u8")),
                PlayerKind.ofDash().stream().map(kind -> new Viewer(kind, "dash.mpd")));
    }

    @Covers("C5")
    @Test
    void captionsAreARenditionOfEachLanguage() {
        for (String address : List.of("live/hls.m3u8", "past/hls.m3u8" + RANGE)) {
            Playlist playlist = playlist(address);

            List<Map<String, String>> texts = media(playlist, "SUBTITLES");

            assertThat(texts).extracting(each -> each.get("LANGUAGE")).containsExactly("en", "de");
            assertThat(texts)
                    .extracting(each -> each.get("NAME"))
                    .containsExactly("English (caption)", "Deutsch (caption)");
            assertThat(texts).allSatisfy(each -> assertThat(each)
                    .containsEntry("DEFAULT", "NO")
                    .containsEntry("AUTOSELECT", "YES")
                    .containsKey("CHARACTERISTICS"));
            assertThat(playlist.attributes("EXT-X-STREAM-INF")).allSatisfy(each -> assertThat(each)
                    .containsEntry("SUBTITLES", texts.get(0).get("GROUP-ID")));
        }
    }

    @Covers("C5")
    @Test
    void segmentsOfTextAreAtThePlacesOfThePicturesLiveAndInThePast() {
        await().atMost(LIMIT)
                .until(() -> playlist("live/hls/live/t8.m3u8").segments().size() > 4);
        for (String address : List.of("live/hls/live/%s.m3u8", "past/hls/past/%s.m3u8" + RANGE)) {
            Playlist text = playlist(String.format(address, "t8"));
            Playlist pictures = playlist(String.format(address, "v0"));

            Map<Long, Segment> beside = new HashMap<>();
            pictures.segments().forEach(each -> beside.put(each.msn(), each));
            List<Segment> whole = text.segments().stream()
                    .filter(each -> each.address().isPresent() && beside.containsKey(each.msn()))
                    .toList();

            assertThat(text.tag("EXT-X-TARGETDURATION")).isEqualTo(pictures.tag("EXT-X-TARGETDURATION"));
            assertThat(whole).hasSizeGreaterThan(3);
            for (Segment each : whole) {
                assertThat(each.dateTime()).isEqualTo(beside.get(each.msn()).dateTime());
                assertThat(each.duration()).isEqualTo(beside.get(each.msn()).duration());
                assertThat(each.discontinuity())
                        .isEqualTo(beside.get(each.msn()).discontinuity());
                assertThat(each.gap()).isFalse();
            }
        }
    }

    @Covers("C5")
    @Test
    void aCueIsInEverySegmentThatItOverlapsWithTheSameNameAndTimes() {
        Map<String, String> whole = new HashMap<>();
        int repeated = 0;
        for (Segment segment : playlist("past/hls/past/t8.m3u8" + RANGE).segments()) {
            HlsClient.Answer answer = client.get(segment.address().orElseThrow());

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/vtt"));
            double from = (segment.dateTime().orElseThrow().toEpochMilli() - PAST.toEpochMilli()) / 1000.0;
            List<Integer> expected = new ArrayList<>();
            for (int n = 0; begin(n) < SECONDS; n++) {
                if (begin(n) < from + segment.duration() && begin(n) + CUE_LASTS > from) {
                    expected.add(n);
                }
            }
            List<Integer> found = new ArrayList<>();
            Matcher cue = CUE.matcher(answer.text());
            while (cue.find()) {
                found.add(Integer.parseInt(cue.group(4).substring(3)));
                repeated += whole.containsKey(cue.group(1)) ? 1 : 0;
                assertThat(whole.merge(cue.group(1), cue.group(), (a, b) -> a.equals(b) ? a : "two versions"))
                        .isEqualTo(cue.group());
            }
            assertThat(found).isEqualTo(expected);
        }
        assertThat(whole).hasSize((int) Math.ceil((SECONDS - CUE_FROM) / CUE_EVERY));
        assertThat(repeated).as("segments begin in the middle of cues").isPositive();
    }

    @Covers("C5")
    @Test
    void ffmpegReadsTheSegmentsInBothForms() throws Exception {
        Segment second = playlist("past/hls/past/t8.m3u8" + RANGE).segments().get(1);
        Path webVtt =
                Files.write(directory.resolve("one.vtt"), bytes(second.address().orElseThrow()));
        URI asMp4 = URI.create(second.address().orElseThrow().toString().replace(".vtt", ".m4s"));
        byte[] mp4 = bytes(asMp4);
        String written = Files.readString(webVtt);

        String times = ffmpeg.probe(List.of("-show_entries", "packet=pts_time", "-of", "csv=p=0", webVtt.toString()));

        assertThat(times.lines().filter(line -> !line.isBlank()).count())
                .isEqualTo(CUE.matcher(written).results().count());
        assertThat(new String(mp4, StandardCharsets.ISO_8859_1)).contains("moof", "vttc", "payl", "vtte");
        long wrap = 1L << 33;
        long ticks = PAST.toEpochMilli() * 90 % wrap;
        Matcher cue = CUE.matcher(written);
        assertThat(written).contains("X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0\n");
        assertThat(cue.find()).isTrue();
        double begins = begin(Integer.parseInt(cue.group(4).substring(3))) + ticks / 90_000.0;
        assertThat(seconds(cue.group(2))).isCloseTo(begins, within(0.002));
    }

    @Covers({"C3", "C5"})
    @Test
    void aManifestOfDashListsTheSameCuesAsSegmentsOfText() {
        HlsClient.Answer manifest = client.get(address("past/dash.mpd" + RANGE));
        MpdSchema.find().check(manifest.text());
        Mpd mpd = Mpd.parse(manifest.text());
        List<Mpd.AdaptationSet> texts = mpd.periods().get(0).sets("text");

        assertThat(texts).extracting(Mpd.AdaptationSet::language).containsExactly("en", "de");
        assertThat(texts).extracting(set -> set.descriptor("Role")).containsOnly("caption");
        for (Mpd.AdaptationSet set : texts) {
            Mpd.Representation text = set.representations().get(0);
            byte[] init = bytes(manifest.address().resolve(text.initialization()));
            List<byte[]> segments = text.segments().stream()
                    .map(each -> bytes(manifest.address().resolve(each.address())))
                    .toList();
            assertThat(text.segments())
                    .extracting(Mpd.Segment::start)
                    .isEqualTo(
                            mpd.segments("v0").stream().map(Mpd.Segment::start).toList());
            assertThat(CaptionSegments.read(init, segments))
                    .extracting(CaptionSegments.Shown::text)
                    .containsExactlyElementsOf(cuesOfHls(text.id()));
            assertThat(CaptionSegments.read(init, segments)).allSatisfy(cue -> {
                double begins = begin(Integer.parseInt(cue.text().substring(3)));
                assertThat(cue.from() - PAST.getEpochSecond()).isCloseTo(begins, within(0.002));
                assertThat(cue.to() - PAST.getEpochSecond())
                        .isCloseTo(Math.min(begins + CUE_LASTS, SECONDS), within(0.05));
            });
        }
    }

    private List<String> cuesOfHls(String rendition) {
        return playlist("past/hls/past/" + rendition + ".m3u8" + RANGE).segments().stream()
                .map(segment -> client.get(segment.address().orElseThrow()).text())
                .flatMap(text -> CUE.matcher(text).results().map(cue -> cue.group(4)))
                .distinct()
                .toList();
    }

    private static double seconds(String time) {
        String[] parts = time.split(":");
        return Integer.parseInt(parts[0]) * 3600 + Integer.parseInt(parts[1]) * 60 + Double.parseDouble(parts[2]);
    }

    @Covers("C5")
    @ParameterizedTest
    @MethodSource("viewers")
    void playersShowTheCuesOfThePastBesideTheirPicturesAndChangeTheLanguage(Viewer viewer) {
        PlayerPage page = open(viewer, "past", RANGE).playsWithin(LIMIT);

        page.reads("en", LIMIT).playsOn(4 * FRAMES_PER_SECOND, LIMIT);
        int english = page.seen().captions().size();
        page.reads("de", LIMIT).playsOn(4 * FRAMES_PER_SECOND, LIMIT);

        List<Caption> seen = page.seen().captions();
        assertThatTheyFit(viewer, "en", seen.subList(0, english));
        assertThatTheyFit(viewer, "de", seen.subList(english, seen.size()));
        assertThat(page.seen().errors()).noneMatch(error -> error.contains("fatal"));
        page.close();
    }

    @Covers({"C3", "C5"})
    @ParameterizedTest
    @MethodSource("viewers")
    void playersShowTheCuesOfALiveStreamBesideTheirPictures(Viewer viewer) {
        PlayerPage page = open(viewer, "live", "").playsWithin(LIMIT);

        page.reads("de", LIMIT).playsOn(8 * FRAMES_PER_SECOND, LIMIT);

        if (!viewer.loadsTextWhole()) {
            assertThatTheyFit(viewer, "de", page.seen().captions());
        }
        assertThat(page.seen().errors()).noneMatch(error -> error.contains("fatal"));
        page.screenshot("captions-" + viewer.kind().name().toLowerCase(Locale.ROOT));
        page.close();
    }

    @Covers("C5")
    @ParameterizedTest
    @MethodSource("viewers")
    void playersChangeTheLanguageOfTheSound(Viewer viewer) {
        PlayerPage page = open(viewer, "languages", RANGE + "&lang=en").playsWithin(LIMIT);
        assertThat(page.heard()).isEqualTo("en");

        page.hears("de", "a9", LIMIT).playsOn(2 * FRAMES_PER_SECOND, LIMIT);

        assertThat(page.heard()).isEqualTo("de");
        assertThat(page.seen().errors()).noneMatch(error -> error.contains("fatal"));
        page.close();
    }

    @Covers("C5")
    @Test
    void theAddressThenTheViewerThenTheRegionThenTheProviderChooseTheLanguage() {
        URI address = address("languages/hls.m3u8" + RANGE);

        assertThat(heardByDefault(address)).isEqualTo("en");
        assertThat(heardByDefault(address, "CloudFront-Viewer-Country", "AT")).isEqualTo("de");
        assertThat(heardByDefault(address, "CloudFront-Viewer-Country", "CH")).isEqualTo("de");
        assertThat(heardByDefault(address, "Accept-Language", "fr, de-CH;q=0.5, en;q=0.4"))
                .isEqualTo("de");
        assertThat(heardByDefault(address, "Accept-Language", "en", "CloudFront-Viewer-Country", "AT"))
                .isEqualTo("en");
        assertThat(heardByDefault(address("languages/hls.m3u8" + RANGE + "&lang=ger"), "Accept-Language", "en"))
                .isEqualTo("de");
        HlsClient.Answer answer = client.ask("GET", address);
        assertThat(answer.raw().headers().allValues("Vary").toString())
                .contains("Accept-Language", "CloudFront-Viewer-Country");
    }

    @Covers({"C5", "C8"})
    @Test
    void aConstantPlaylistSaysTheLanguageInItsAddress() {
        Playlist newest = playlist("languages/hls.m3u8" + RANGE);
        String revision = newest.variants().get(0).getQuery().replaceAll(".*rev=", "");
        URI constant = address("languages/hls.m3u8" + RANGE + "&rev=" + revision);

        HlsClient.Answer led = client.ask("GET", constant, "Accept-Language", "de");
        HlsClient.Answer kept = client.get(constant, "Accept-Language", "de");

        assertThat(led.status()).isEqualTo(307);
        assertThat(led.header("Location"))
                .hasValueSatisfying(to -> assertThat(to).contains("&lang=de"));
        assertThat(kept.status()).isEqualTo(200);
        assertThat(kept.header("Cache-Control"))
                .hasValueSatisfying(said -> assertThat(said).contains("immutable"));
        assertThat(kept.header("Vary")).hasValue("Accept-Encoding");
        assertThat(kept.text()).contains("LANGUAGE=\"de\",DEFAULT=YES");
    }

    private String heardByDefault(URI address, String... headers) {
        HlsClient.Answer answer = client.get(address, headers);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        Matcher chosen =
                Pattern.compile("TYPE=AUDIO.*LANGUAGE=\"([^\"]+)\",DEFAULT=YES").matcher(answer.text());
        assertThat(chosen.find()).as(answer.text()).isTrue();
        return chosen.group(1);
    }

    /** From the first one on each caption says what is to be read at its picture's time, as exactly as the browser looks. */
    private static void assertThatTheyFit(Viewer viewer, String language, List<Caption> captions) {
        List<Caption> numbered = captions.stream()
                .filter(each -> each.number() >= 0)
                .dropWhile(each -> !each.text().startsWith(language))
                .toList();
        int checked = 0;
        for (Caption each : numbered) {
            double time = (double) each.number() / FRAMES_PER_SECOND;
            double within = (time - CUE_FROM + CUE_EVERY) % CUE_EVERY;
            if (within > LATE && (within < CUE_LASTS - 0.05 || within > CUE_LASTS + LATE)) {
                boolean said = within < CUE_LASTS && time > CUE_FROM;
                String expected = said ? language + " " + (int) ((time - CUE_FROM) / CUE_EVERY) : "";
                assertThat(each.text())
                        .as("%s, picture %d of %s", viewer, each.number(), numbered)
                        .isEqualTo(expected);
                checked++;
            }
        }
        assertThat(checked).as("%s: %s", viewer, captions).isGreaterThan(10);
    }

    private static List<Map<String, String>> media(Playlist playlist, String type) {
        return playlist.attributes("EXT-X-MEDIA").stream()
                .filter(each -> each.get("TYPE").equals(type))
                .toList();
    }

    private PlayerPage open(Viewer viewer, String device, String query) {
        String manifest = "/v1/devices/" + device + "/" + viewer.manifest() + query;
        return PlayerPage.open(browser, viewer.kind(), cloud.address(), Wish.of(manifest, token()));
    }

    private byte[] bytes(URI address) {
        HlsClient.Answer answer = client.get(address);
        assertThat(answer.status()).as("%s: %s", address, answer.text()).isEqualTo(200);
        return answer.body();
    }

    private Playlist playlist(String address) {
        return client.playlist(address(address));
    }

    private URI address(String address) {
        return cloud.address().resolve("/v1/devices/" + address);
    }

    private void awaitEnd(String device) {
        URI end = address(
                device + "/hls.m3u8?from=" + PAST.plusSeconds(SECONDS - 2) + "&to=" + PAST.plusSeconds(SECONDS));
        await().atMost(LIMIT).until(() -> client.get(end).status() == 200);
    }

    // ---- what is sent -----------------------------------------------------------------------------------------------

    private Path captions(String name, String language, int seconds) throws IOException {
        boolean webVtt = name.endsWith(".vtt");
        StringBuilder text = new StringBuilder(webVtt ? "WEBVTT\n\n" : "");
        for (int n = 0; begin(n) < seconds; n++) {
            text.append(webVtt ? "" : n + 1 + "\n")
                    .append(time(begin(n), webVtt))
                    .append(" --> ")
                    .append(time(begin(n) + CUE_LASTS, webVtt))
                    .append('\n')
                    .append(language)
                    .append(' ')
                    .append(n)
                    .append("\n\n");
        }
        return Files.writeString(directory.resolve(name), text);
    }

    private static double begin(int n) {
        return CUE_FROM + n * CUE_EVERY;
    }

    private static String time(double seconds, boolean webVtt) {
        long millis = Math.round(seconds * 1000);
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d%s%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                webVtt ? "." : ",",
                millis % 1000);
    }

    private Path clip(String name, int seconds) {
        return FrameCodedVideo.of(FRAMES_PER_SECOND * seconds)
                .withAudio()
                .create(ffmpeg, directory.resolve(name + ".mp4"));
    }

    private String token() {
        return cloud.tokens().operator("demo");
    }
}
