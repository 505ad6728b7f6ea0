package io.dayreel.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.hls.HlsClient;
import io.dayreel.systemtests.hls.Playlist;
import io.dayreel.systemtests.hls.Playlist.Segment;
import io.dayreel.systemtests.players.PlayerKind;
import io.dayreel.systemtests.players.PlayerPage;
import io.dayreel.systemtests.players.PlayerPage.Caption;
import io.dayreel.systemtests.players.PlayerPage.Wish;
import io.dayreel.systemtests.upload.Film;
import io.dayreel.systemtests.upload.VideoSender;
import io.dayreel.systemtests.upload.VideoSender.Answer;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.browser.Browser;
import io.dayreel.testkit.dash.CaptionSegments;
import io.dayreel.testkit.dash.Mpd;
import io.dayreel.testkit.media.Ffmpeg;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files of captions of an uploaded film in four parts of three seconds: cue n says "de n" or "en n", begins 1 + 2 n s after
 * the film's beginning and lasts 1.6 s, so that some lie on the borders of parts; an English one lasts nearly all the film.
 */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadedCaptionsST {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SUB_RIP = "application/x-subrip";
    private static final String WEB_VTT = "text/vtt";
    private static final double CUE_FROM = 1;
    private static final double CUE_EVERY = 2;
    private static final double CUE_LASTS = 1.6;
    /** The browser looks at cues a few times a second. */
    private static final double LATE = 0.35;
    /** The picture that it looks at may be older than the time by which it shows cues. */
    private static final double EARLY = 0.15;

    private static final int FRAMES_PER_SECOND = 25;
    private static final Words LONG = new Words(0.2, 11.5, "all the time");
    private static final Pattern CUE = Pattern.compile("(?m)^\\S+\\n([0-9:.]+) --> ([0-9:.]+)[^\\n]*\\n([^\\n]+)$");

    private StandaloneCloud cloud;
    private VideoSender sender;
    private HlsClient client;
    private Browser browser;
    private Film film;

    /** A cue, in seconds from the film's beginning. */
    private record Words(double from, double to, String said) {}

    @BeforeAll
    void start(@TempDir Path temporary) {
        String ffmpeg = Ffmpeg.find().program().toString();
        film = Film.numbered(temporary);
        cloud = StandaloneCloud.start(
                temporary.resolve("data"),
                Map.of(
                        "dayreel.ingest.upload.ffmpeg",
                        ffmpeg,
                        "dayreel.ingest.upload.max-captions",
                        "64K",
                        "dayreel.streamer.ffmpeg",
                        ffmpeg,
                        "dayreel.writer.segment-max-age",
                        "PT5S",
                        "dayreel.sync.days.quiet",
                        "PT3S",
                        "dayreel.indexer.seal-period",
                        "PT0.5S"));
        sender = new VideoSender(cloud.ingest(), cloud.tokens().operator("demo"));
        client = new HlsClient(cloud.tokens().viewer("demo"));
        browser = Browser.launch();
        assertThat(sender.sendCaptions("film", "ger", SUB_RIP, subRip(cues("de")))
                        .status())
                .isEqualTo(201);
        for (int number = 1; number <= film.parts().size(); number++) {
            assertThat(sender.send("film", number, film.part(number)).status()).isEqualTo(201);
        }
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(shown("film", "t96")).containsExactlyElementsOf(cues("de")));
        assertThat(playlist("film", "t96").text()).doesNotContain("ENDLIST");
        assertThat(sender.complete("film", "").status()).isEqualTo(200);
        assertThat(sender.sendCaptions("film", "en?label=For+all&kind=captions", WEB_VTT, webVtt(english()))
                        .status())
                .isEqualTo(201);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(playlist("film", "v0").text()).contains("#EXT-X-ENDLIST"));
        await().atMost(LIMIT).until(() -> multivariant("film").attributes("EXT-X-MEDIA").stream()
                .anyMatch(each -> "en".equals(each.get("LANGUAGE"))));
    }

    @AfterAll
    void stop() {
        AfterTests.close(browser, cloud);
    }

    @Covers("C5")
    @Test
    void everyLanguageIsARenditionWhoseSegmentsHoldTheCuesOfTheirTimes() {
        List<Map<String, String>> texts = multivariant("film").attributes("EXT-X-MEDIA").stream()
                .filter(each -> each.get("TYPE").equals("SUBTITLES"))
                .toList();

        assertThat(texts).extracting(each -> each.get("LANGUAGE")).containsExactly("de", "en");
        assertThat(texts).extracting(each -> each.get("NAME")).containsExactly("Deutsch", "For all");
        assertThat(texts.get(1)).containsKey("CHARACTERISTICS");
        assertThat(shown("film", "t96")).containsExactlyElementsOf(cues("de"));
        assertThat(shown("film", "t97")).containsExactlyElementsOf(english());
        assertThat(playlist("film", "v0").segments()).hasSize(film.parts().size());
        assertThat(playlist("film", "v0").tags("EXT-X-DISCONTINUITY")).isEmpty();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(client.get(cloud.indexer().resolve("/v1/devices/film/events?day=video"))
                                .text())
                        .contains("recording-ended", "\\\"duration\\\":12.0"));
    }

    @Covers("C5")
    @ParameterizedTest
    @EnumSource(
            value = PlayerKind.class,
            names = {"HLS_JS", "SHAKA"})
    void playersShowTheCuesBesideTheirPictures(PlayerKind kind) {
        PlayerPage page = PlayerPage.open(
                browser,
                kind,
                cloud.streamer(),
                Wish.of("/v1/viewstream/metadata/film", cloud.tokens().viewer("demo")));
        try {
            page.playsWithin(LIMIT).reads("de", LIMIT).playsOn(5 * FRAMES_PER_SECOND, LIMIT);

            assertThatTheyFit(page.seen().captions());
            assertThat(page.seen().errors()).noneMatch(error -> error.contains("fatal"));
        } finally {
            page.screenshot("uploaded-captions-" + kind.name().toLowerCase(Locale.ROOT));
            page.close();
        }
    }

    @Covers({"C2", "C5"})
    @Test
    void thePageToCopyPlaysAVideoOnceItIsThereWithItsCaptionsAndSavesTheSegmentThatPlays(@TempDir Path saved) {
        Page page = PlayerPage.pageToCopy(
                browser, cloud.streamer(), "copied", cloud.tokens().viewer("demo"));
        page.getByText("Nothing of it can be watched yet.").waitFor();
        assertThat(sender.send("copied", 1, film.part(1)).status()).isEqualTo(201);
        assertThat(sender.sendCaptions("copied", "de", SUB_RIP, subRip(cues("de")))
                        .status())
                .isEqualTo(201);
        page.waitForFunction("() => video.readyState === 4");
        page.reload();
        page.waitForFunction("() => document.querySelectorAll('#captions option').length === 2");
        page.locator("#captions").selectOption("Deutsch");
        page.evaluate("() => video.play()");
        page.waitForFunction("() => [...video.textTracks].some(track => track.activeCues?.[0]?.text === 'de 0')");

        Download download = page.waitForDownload(() -> page.locator("#segment").click());
        Path segment = saved.resolve("segment.mp4");
        download.saveAs(segment);

        assertThat(download.suggestedFilename()).startsWith("copied-").endsWith(".mp4");
        assertThat(Ffmpeg.find().probePackets(segment, "v:0")).hasSize(Film.PART_SECONDS * FRAMES_PER_SECOND);
        page.close();
    }

    @Covers({"C3", "C5"})
    @Test
    void aManifestOfDashListsThemToo() {
        HlsClient.Answer manifest = client.get(cloud.streamer().resolve("/v1/devices/film/dash.mpd?day=video"));
        List<Mpd.AdaptationSet> texts =
                Mpd.parse(manifest.text()).periods().get(0).sets("text");

        assertThat(texts).extracting(Mpd.AdaptationSet::language).containsExactly("de", "en");
        Mpd.Representation german = texts.get(0).representations().get(0);
        List<CaptionSegments.Shown> shown = CaptionSegments.read(
                client.get(manifest.address().resolve(german.initialization())).body(),
                german.segments().stream()
                        .map(each -> client.get(manifest.address().resolve(each.address()))
                                .body())
                        .toList());
        List<Mpd.Segment> segments = german.segments();
        double end = (double) segments.get(segments.size() - 1).end() / german.timescale();
        assertThat(shown.stream().map(each -> new Words(millis(each.from()), millis(each.to()), each.text())))
                .as("what is to be read beyond the end of the video ends with it")
                .containsExactlyElementsOf(cues("de").stream()
                        .map(cue -> new Words(cue.from(), Math.min(cue.to(), end), cue.said()))
                        .toList());
    }

    /** Its captions came before and after it was complete. */
    @Covers("F1")
    @Test
    void aCompleteVideoIsSealedWithItsCaptionsAndAnAlteredByteIsFound(@TempDir Path copy) throws Exception {
        Path objects = cloud.data().resolve("objects");
        String video = "demo/film/video";
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        client.get(cloud.indexer().resolve("/v1/devices/film/days/video/segments"))
                                .text())
                .contains("\"run\":65000", "\"run\":65001", "\"run\":65535"));
        await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> assertThat(
                        verify("--store", objects.toString(), "--prefix", video + "/"))
                .contains("sealed and intact"));

        List<Path> files;
        try (Stream<Path> stored = Files.list(objects.resolve(video))) {
            files = stored.toList();
        }
        for (Path file : files) {
            Files.copy(file, copy.resolve(file.getFileName()));
        }
        Path altered = copy.resolve(files.stream()
                .filter(file -> file.toString().endsWith(".drs"))
                .findFirst()
                .orElseThrow()
                .getFileName());
        byte[] bytes = Files.readAllBytes(altered);
        bytes[bytes.length / 2] ^= 1;
        Files.write(altered, bytes);

        assertThat(verify(copy.toString()))
                .contains("ALTERED", altered.getFileName().toString());
    }

    /** What the command says. */
    private String verify(String... day) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("verify"));
        arguments.addAll(List.of(day));
        arguments.add("--public-key");
        arguments.add(cloud.data().resolve("keys/seal-public.pem").toString());
        try (Cli verify =
                Cli.start(Path.of("target", "processes", "verify-video.log"), arguments.toArray(String[]::new))) {
            verify.endsWithin(LIMIT);
            return verify.text();
        }
    }

    private static double millis(double seconds) {
        return Math.round(seconds * 1000) / 1000.0;
    }

    @Covers("C5")
    @Test
    void otherCaptionsOfALanguageTakeThePlaceOfThoseBeforeAndTheSameOnesChangeNothing() {
        List<Words> better = List.of(new Words(2.5, 3.5, "better"));
        assertThat(sender.send("replaced", 1, film.part(1)).status()).isEqualTo(201);
        assertThat(sender.send("replaced", 2, film.part(2)).status()).isEqualTo(201);

        Answer first = sender.sendCaptions("replaced", "de", "text/plain", subRip(cues("de")));
        Answer again = sender.sendCaptions("replaced", "de", SUB_RIP, subRip(cues("de")));
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(shown("replaced", "t96")).hasSize(3));
        Answer other = sender.sendCaptions("replaced", "de", WEB_VTT, webVtt(better));

        assertThat(List.of(first.status(), again.status(), other.status())).containsExactly(201, 200, 201);
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(shown("replaced", "t96")).containsExactlyElementsOf(better));
        assertThat(sender.state("replaced").body().path("captions"))
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.path("language").asText()).isEqualTo("de");
                    assertThat(each.path("cues").asInt()).isEqualTo(1);
                });
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        client.get(cloud.indexer().resolve("/v1/devices/replaced/days/video/segments"))
                                .text())
                .contains("\"run\":65000", "\"run\":65001"));
        assertThat(shown("replaced", "t96")).containsExactlyElementsOf(better);
    }

    @Covers("C5")
    @Test
    void whatIsWrongWithAFileIsSaidWithItsLine() throws IOException {
        byte[] good = subRip(cues("de"));
        byte[] bad = "1\n00:00:01,000 --> 00:00:02,000\nfine\n\n2\n00:00:03,000 -> 4\nbad\n".getBytes(UTF_8);
        VideoSender viewer = new VideoSender(cloud.ingest(), cloud.tokens().viewer("demo"));
        VideoSender nobody = new VideoSender(cloud.ingest(), "x");

        Answer refused = sender.sendCaptions("bad", "de", SUB_RIP, bad);

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.body().path("detail").asText()).startsWith("line 6: ");
        assertThat(sender.sendCaptions("bad", "de", WEB_VTT, good)
                        .body()
                        .path("detail")
                        .asText())
                .startsWith("line 1: ");
        assertThat(sender.sendCaptions("bad", "de", SUB_RIP, new byte[] {'1', '\n', (byte) 0xE4})
                        .body()
                        .path("detail")
                        .asText())
                .startsWith("line 2: ");
        assertThat(sender.sendCaptions("bad", "no-language-at-all", SUB_RIP, good)
                        .status())
                .isEqualTo(400);
        assertThat(sender.sendCaptions("bad", "de?kind=songs", SUB_RIP, good).status())
                .isEqualTo(400);
        assertThat(sender.sendCaptions("bad", "de", "image/png", good).status()).isEqualTo(415);
        assertThat(sender.sendCaptions("bad", "de", SUB_RIP, new byte[(64 << 10) + 1])
                        .problem())
                .isEqualTo("too-large");
        assertThat(viewer.sendCaptions("bad", "de", SUB_RIP, good).status()).isEqualTo(403);
        assertThat(nobody.sendCaptions("bad", "de", SUB_RIP, good).status()).isEqualTo(401);
        assertThat(sender.state("bad").status()).isEqualTo(404);
    }

    // ---- what is shown ----------------------------------------------------------------------------------------------

    /** The cues of a rendition in order, each of which is in exactly the segments that it overlaps. */
    private List<Words> shown(String video, String rendition) {
        List<Segment> pictures = playlist(video, "v0").segments();
        List<Segment> segments = playlist(video, rendition).segments();
        List<Words> all = new ArrayList<>();
        List<List<Words>> bySegment = new ArrayList<>();
        for (Segment segment : segments) {
            HlsClient.Answer answer = client.get(segment.address().orElseThrow());
            assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            assertThat(answer.text()).contains("X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0");
            bySegment.add(cuesOf(answer.text()));
            bySegment.get(bySegment.size() - 1).stream()
                    .filter(each -> !all.contains(each))
                    .forEach(all::add);
        }
        assertThat(segments)
                .extracting(Segment::duration)
                .isEqualTo(pictures.stream().map(Segment::duration).toList());
        for (int i = 0; i < segments.size(); i++) {
            double from = segments.get(i).dateTime().orElseThrow().toEpochMilli() / 1000.0;
            double to = from + segments.get(i).duration();
            assertThat(bySegment.get(i))
                    .containsExactlyInAnyOrderElementsOf(all.stream()
                            .filter(each -> each.from() < to && each.to() > from)
                            .toList());
        }
        return all;
    }

    private static List<Words> cuesOf(String webVtt) {
        List<Words> cues = new ArrayList<>();
        Matcher cue = CUE.matcher(webVtt);
        while (cue.find()) {
            cues.add(new Words(seconds(cue.group(1)), seconds(cue.group(2)), cue.group(3)));
        }
        return cues;
    }

    private static double seconds(String time) {
        String[] parts = time.split(":");
        return Integer.parseInt(parts[0]) * 3600 + Integer.parseInt(parts[1]) * 60 + Double.parseDouble(parts[2]);
    }

    /** From the first one on what is to be read beside a picture is read, as exactly as the browser looks. */
    private static void assertThatTheyFit(List<Caption> captions) {
        List<Caption> numbered = captions.stream()
                .filter(each -> each.number() >= 0)
                .dropWhile(each -> !each.text().startsWith("de"))
                .toList();
        int checked = 0;
        for (Caption each : numbered) {
            double time = (double) each.number() / FRAMES_PER_SECOND;
            double within = (time - CUE_FROM + CUE_EVERY) % CUE_EVERY;
            if (time > CUE_FROM && within > LATE && within < CUE_LASTS - EARLY) {
                assertThat(each.text())
                        .as("picture %d of %s", each.number(), numbered)
                        .isEqualTo("de " + (int) ((time - CUE_FROM) / CUE_EVERY));
                checked++;
            }
        }
        assertThat(checked).as("%s", captions).isGreaterThan(10);
    }

    private Playlist multivariant(String video) {
        return client.playlist(cloud.streamer().resolve("/v1/devices/" + video + "/hls.m3u8?day=video"));
    }

    private Playlist playlist(String video, String rendition) {
        return client.playlist(
                cloud.streamer().resolve("/v1/devices/" + video + "/hls/past/" + rendition + ".m3u8?day=video"));
    }

    // ---- what is sent -----------------------------------------------------------------------------------------------

    private static List<Words> cues(String language) {
        List<Words> cues = new ArrayList<>();
        for (int n = 0; CUE_FROM + n * CUE_EVERY < Film.SECONDS; n++) {
            double from = CUE_FROM + n * CUE_EVERY;
            cues.add(new Words(from, Math.round((from + CUE_LASTS) * 1000) / 1000.0, language + " " + n));
        }
        return cues;
    }

    private static List<Words> english() {
        List<Words> cues = new ArrayList<>(List.of(LONG));
        cues.addAll(cues("en"));
        return cues;
    }

    private static byte[] webVtt(List<Words> cues) {
        StringBuilder text = new StringBuilder("WEBVTT\n\nNOTE of nobody\n\n");
        cues.forEach(each -> text.append(timing(each, '.')));
        return text.toString().getBytes(UTF_8);
    }

    private static byte[] subRip(List<Words> cues) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cues.size(); i++) {
            text.append(i + 1).append("\r\n").append(timing(cues.get(i), ',').replace("\n", "\r\n"));
        }
        return text.toString().getBytes(UTF_8);
    }

    private static String timing(Words cue, char point) {
        return String.format(Locale.ROOT, "%s --> %s%n%s%n%n", time(cue.from()), time(cue.to()), cue.said())
                .replace(System.lineSeparator(), "\n")
                .replaceAll("(?m)(:\\d\\d)\\.(\\d{3})", "$1" + point + "$2");
    }

    private static String time(double seconds) {
        long millis = Math.round(seconds * 1000);
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%03d",
                millis / 3_600_000,
                millis / 60_000 % 60,
                millis / 1000 % 60,
                millis % 1000);
    }
}
