package io.dayreel.systemtests;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.hls.HlsClient;
import io.dayreel.systemtests.hls.Playlist;
import io.dayreel.systemtests.players.PlayerKind;
import io.dayreel.systemtests.players.PlayerPage;
import io.dayreel.systemtests.upload.Film;
import io.dayreel.systemtests.upload.VideoSender;
import io.dayreel.systemtests.upload.VideoSender.Answer;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.browser.Browser;
import io.dayreel.testkit.dash.Mpd;
import io.dayreel.testkit.dash.MpdSchema;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.MediaPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Films that are uploaded part by part, and watched while they are. */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UploadST {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Ffmpeg ffmpeg = Ffmpeg.find();
    private final Map<String, Film> films = new HashMap<>();
    private Path directory;
    private StandaloneCloud cloud;
    private VideoSender sender;
    private HlsClient client;
    private Browser browser;

    @BeforeAll
    void start(@TempDir Path temporary) throws IOException {
        directory = temporary;
        for (String container : List.of("mp4", "mov", "webm")) {
            films.put(container, Film.make(Files.createDirectory(directory.resolve(container)), container));
        }
        cloud = StandaloneCloud.start(
                directory.resolve("data"),
                Map.of(
                        "dayreel.ingest.upload.ffmpeg",
                        ffmpeg.program().toString(),
                        "dayreel.ingest.upload.max-part",
                        "3M",
                        "dayreel.streamer.ffmpeg",
                        ffmpeg.program().toString(),
                        "dayreel.writer.segment-max-age",
                        "PT5S"));
        sender = new VideoSender(cloud.ingest(), cloud.tokens().operator("demo"));
        client = new HlsClient(token());
        browser = Browser.launch();
    }

    @AfterAll
    void stop() {
        AfterTests.close(browser, cloud);
    }

    @Covers({"C1", "D3"})
    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov", "webm"})
    void everyPacketComesBackOfPartsInAnyOrderOverABreakingConnectionFromTwoSenders(String container) throws Exception {
        Film film = films.get(container);
        String video = "film-" + container;

        VideoSender other = new VideoSender(cloud.ingest(), cloud.tokens().operator("demo"));
        CompletableFuture<Answer> beside = CompletableFuture.supplyAsync(() -> other.send(video, 4, film.part(4)));
        sender.breakOff(video, 2, film.part(2), film.part(2).length / 2);
        await().atMost(LIMIT).until(() -> sender.head(video, 2).number("Upload-Offset") > 0);
        long held = sender.head(video, 2).number("Upload-Offset");
        assertThat(held).isLessThanOrEqualTo(film.part(2).length / 2);
        assertThat(sender.goOn(video, 2, film.part(2), held + 1).problem()).isEqualTo("offset");
        assertThat(sender.goOn(video, 2, film.part(2), held).status()).isEqualTo(201);
        assertThat(sender.sendForm(video, 3, film.part(3)).status()).isEqualTo(201);
        assertThat(beside.join().status()).isEqualTo(201);
        assertThat(sender.state(video).body().path("missing").toString()).isEqualTo("[[1,1]]");
        assertThat(sender.send(video, 1, film.part(1)).status()).isEqualTo(201);
        assertThat(sender.complete(video, "{\"parts\": 4}").body().path("state").asText())
                .isEqualTo("complete");

        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(playlist(video, "v0").text()).contains("#EXT-X-ENDLIST"));
        for (var stream : Map.of("v0", "v:0", "a1", "a:0", "a2", "a:1").entrySet()) {
            Path got = download(video, stream.getKey());
            assertThat(ffmpeg.probePackets(got).stream().map(MediaPacket::sha256))
                    .as("packets of %s", stream.getKey())
                    .containsExactlyElementsOf(film.packets(stream.getValue()));
        }
        assertThat(playlist(video, "v0").tags("EXT-X-DISCONTINUITY")).isEmpty();
        assertThat(text(video)).contains("first words", "a second cue", "a third cue", "last words");
    }

    @Covers({"C1", "C3", "C5"})
    @ParameterizedTest
    @CsvSource({"SHAKA, mp4", "DASH_JS, webm"})
    void playersOfDashPlayFromTheBeginningAndOnIntoPartsThatCameSince(PlayerKind kind, String container) {
        Film film = films.get(container);
        String video = "dash-" + kind.name().toLowerCase(Locale.ROOT);
        assertThat(sender.send(video, 1, film.part(1)).status()).isEqualTo(201);
        assertThat(sender.send(video, 2, film.part(2)).status()).isEqualTo(201);

        PlayerPage page = PlayerPage.open(
                browser,
                kind,
                cloud.streamer(),
                PlayerPage.Wish.of(manifestAddress(video, "").toString(), token()));
        try {
            page.playsWithin(LIMIT).readsWords("en", "a second cue", LIMIT);
            page.hears("de", "a2", LIMIT);
            assertThat(page.began()).as("seconds of the video").isLessThan(0.2);
            page.comesTo(2 * Film.PART_SECONDS - 0.5, LIMIT); // where it has nothing more to play
            assertThat(sender.send(video, 4, film.part(4)).status()).isEqualTo(201);
            assertThat(sender.send(video, 3, film.part(3)).status()).isEqualTo(201);
            page.readsWords("en", "a third cue", LIMIT);
            assertThat(sender.complete(video, "").status()).isEqualTo(200);
            page.readsWords("en", "last words", LIMIT).endsWithin(LIMIT);
            assertThat(page.seen().errors()).isEmpty();
        } finally {
            page.screenshot("upload-dash-" + kind.name());
            page.close();
        }
    }

    @Covers({"C1", "C5"})
    @ParameterizedTest
    @CsvSource({"HLS_JS, mov", "SHAKA, webm"})
    void playersShowWhatIsThereWhileTheRestArrives(PlayerKind kind, String container) {
        Film film = films.get(container);
        String video = "growing-" + kind.name().toLowerCase(Locale.ROOT);
        assertThat(sender.send(video, 1, film.part(1)).status()).isEqualTo(201);
        assertThat(sender.send(video, 2, film.part(2)).status()).isEqualTo(201);

        PlayerPage page = PlayerPage.open(
                browser, kind, cloud.streamer(), PlayerPage.Wish.of("/v1/viewstream/metadata/" + video, token()));
        try {
            page.playsWithin(LIMIT);
            page.hears("de", "a2", LIMIT);
            assertThat(sender.send(video, 4, film.part(4)).status()).isEqualTo(201);
            assertThat(sender.send(video, 3, film.part(3)).status()).isEqualTo(201);
            page.readsWords("en", "a third cue", LIMIT);
            assertThat(sender.complete(video, "").status()).isEqualTo(200);
            page.endsWithin(LIMIT);
            // With B-frames the first picture is shown after its decode time: hls.js steps over that. It says, too,
            // when
            // it drops what it was loading of the sound that is not heard any more.
            assertThat(page.seen().errors())
                    .allMatch(error -> error.contains("bufferSeekOverHole") || error.contains("aborted"));
        } finally {
            page.screenshot("upload-" + kind.name());
            page.close();
        }
    }

    @Covers({"C1", "C5"})
    @Test
    void theInstallationsOwnPagePlaysAVideoWhileItArrivesInTheLanguagesThatAreChosen() {
        Film film = films.get("webm");
        Page page = browser.open(1440, 860);
        List<String> asked = new CopyOnWriteArrayList<>();
        page.onRequest(request -> asked.add(request.url()));

        page.navigate(cloud.address() + "/?video=summer-film#token=" + token());
        page.getByText("Nothing of this video can be watched yet").waitFor();
        page.evaluate("() => { document.querySelector('dayreel-video').shadowRoot.querySelector('video')"
                + ".requestVideoFrameCallback(() => (window.firstPicture = Date.now())) }");
        long begin = System.currentTimeMillis();
        assertThat(sender.send("summer-film", 1, film.part(1)).status()).isEqualTo(201);
        page.waitForFunction("() => window.firstPicture > 0");
        System.out.println("The page: first picture "
                + (((Number) page.evaluate("() => window.firstPicture")).longValue() - begin)
                + " ms after the first part was begun to be sent");
        page.getByText("Still arriving: 3 s so far").waitFor();
        page.locator("dayreel-video [part=captions]").selectOption("English");
        page.locator("dayreel-video [part=sound]").selectOption("Deutsch");
        for (int part : List.of(4, 3, 2)) {
            assertThat(sender.send("summer-film", part, film.part(part)).status())
                    .isEqualTo(201);
        }

        await().atMost(LIMIT).until(() -> shownWords(page).contains("a third cue"));
        Browser.screenshot(page, "upload-page");
        assertThat(asked).anyMatch(address -> address.contains("/a2/"));
        assertThat(sender.complete("summer-film", "").status()).isEqualTo(200);
        await().atMost(LIMIT)
                .until(() -> (boolean) page.locator("dayreel-video video").evaluate("video => video.ended"));
        assertThat(page.getByText("Still arriving").count()).isZero();
    }

    private static String shownWords(Page page) {
        return (String) page.locator("dayreel-video video")
                .evaluate("video => [...video.textTracks].filter(track => track.mode === 'showing')"
                        + ".flatMap(track => [...(track.activeCues ?? [])]).map(cue => cue.text).join()");
    }

    @Covers({"C1", "C3"})
    @Test
    void theManifestOfDashIsDynamicUntilTheVideoIsCompleteAndListsWhatIsThere() {
        Film film = films.get("mp4");
        assertThat(sender.send("manifest", 1, film.part(1)).status()).isEqualTo(201);

        Mpd open = manifest("manifest", "");
        assertThat(sender.send("manifest", 2, film.part(2)).status()).isEqualTo(201);
        String location = "&clock="
                + Instant.parse(open.attribute("availabilityStartTime")).toEpochMilli();
        Mpd longer = await().atMost(LIMIT)
                .until(
                        () -> manifest("manifest", location),
                        mpd -> mpd.segments("v0").size() > open.segments("v0").size());
        assertThat(sender.complete("manifest", "").status()).isEqualTo(200);
        Mpd complete = await().atMost(LIMIT).until(() -> manifest("manifest", location), mpd -> !mpd.isDynamic());

        assertThat(open.isDynamic()).isTrue();
        assertThat(longer.isDynamic()).isTrue();
        assertThat(longer.attribute("availabilityStartTime")).isEqualTo(open.attribute("availabilityStartTime"));
        assertThat(complete.duration("mediaPresentationDuration"))
                .isBetween(Duration.ofMillis(5_900), Duration.ofMillis(6_200));
        for (Mpd mpd : List.of(open, longer, complete)) {
            assertThat(mpd.periods().get(0).sets())
                    .extracting(Mpd.AdaptationSet::language)
                    .contains("en", "de");
            for (String rendition : List.of("v0", "a1", "a2", "t64")) {
                assertThat(mpd.segments(rendition)).isNotEmpty().allSatisfy(each -> assertThat(
                                client.get(manifestAddress("manifest", "").resolve(each.address()))
                                        .status())
                        .isEqualTo(200));
            }
        }
    }

    private Mpd manifest(String video, String query) {
        String text = client.get(manifestAddress(video, query)).text();
        MpdSchema.find().check(text);
        return Mpd.parse(text);
    }

    private URI manifestAddress(String video, String query) {
        return cloud.streamer().resolve("/v1/devices/" + video + "/dash.mpd?day=video" + query);
    }

    @Covers({"C1", "C3"})
    @ParameterizedTest
    @EnumSource(
            value = PlayerKind.class,
            names = {"SHAKA", "DASH_JS"})
    void playersOfDashPlayOnIntoAPartOfAnotherCodec(PlayerKind kind) {
        String video = "codecs-" + kind.name().toLowerCase(Locale.ROOT);
        assertThat(sender.send(video, 1, films.get("mp4").part(1)).status()).isEqualTo(201);
        PlayerPage page = PlayerPage.open(
                browser,
                kind,
                cloud.streamer(),
                PlayerPage.Wish.of(manifestAddress(video, "").toString(), token()));
        try {
            page.playsWithin(LIMIT);
            assertThat(sender.send(video, 2, films.get("webm").part(2)).status())
                    .isEqualTo(201);
            page.comesTo(Film.PART_SECONDS + 1, LIMIT);
            assertThat(sender.complete(video, "").status()).isEqualTo(200);
            page.endsWithin(LIMIT);
        } finally {
            page.close();
        }
    }

    @Covers("C2")
    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mov", "webm"})
    void ffprobeReadsEverySegmentInEveryPossibleFormat(String container) throws Exception {
        Film film = films.get(container);
        String video = "viewed-" + container;
        for (int number = 1; number <= film.parts().size(); number++) {
            assertThat(sender.send(video, number, film.part(number)).status()).isEqualTo(201);
        }
        for (String format : List.of("mp4", "mov", "webm")) {
            boolean web = container.equals("webm");
            boolean possible = format.equals("mp4") || web == format.equals("webm");
            int pictures = 0;
            String timestamp = "0";
            for (int segments = 0; possible && segments < 100 && !timestamp.isEmpty(); segments++) {
                HlsClient.Answer answer = client.get(view(video, timestamp, format, "de"));
                if (answer.status() == 404) {
                    break;
                }
                assertThat(answer.status()).isEqualTo(200);
                Path file = Files.write(directory.resolve("view-" + segments + "." + format), answer.body());
                assertThat(ffmpeg.probe(List.of(
                                "-show_entries",
                                "stream=codec_type:stream_tags=language",
                                "-of",
                                "csv=p=0",
                                file.toString())))
                        .contains("video", "audio", "ger");
                pictures += ffmpeg.probePackets(file, "v:0").size();
                timestamp = answer.header("X-Dayreel-Segment-End").orElse("");
            }
            if (possible) {
                assertThat(pictures).isEqualTo(film.packets("v:0").size());
            } else {
                HlsClient.Answer refused = client.get(view(video, "1.5", format, "de"));
                assertThat(refused.status()).isEqualTo(406);
                assertThat(refused.text()).contains("possible is");
            }
        }
    }

    @Covers("C1")
    @Test
    void aPartIsTakenOnceWhoeverSendsItAgain() {
        Film film = films.get("mp4");
        byte[] part = film.part(1);

        assertThat(sender.send("once", 1, part, "Idempotency-Key", "a").status())
                .isEqualTo(201);

        assertThat(sender.send("once", 1, part, "Idempotency-Key", "a").status())
                .isEqualTo(200);
        assertThat(sender.send("once", 1, part).status()).isEqualTo(200);
        assertThat(sender.send("once", 1, film.part(2)).problem()).isEqualTo("other-bytes");
        assertThat(sender.send("once", 2, film.part(2), "Idempotency-Key", "a").problem())
                .isEqualTo("key-reused");
        assertThat(sender.state("once").body().path("held").toString()).isEqualTo("[[1,1]]");
    }

    @Covers("C1")
    @Test
    void whatIsWrongWithAPartIsSaidAndTheRestOfTheVideoStays() throws Exception {
        Film film = films.get("mp4");
        byte[] part = film.part(2);
        byte[] damaged = part.clone();
        Arrays.fill(damaged, part.length / 2, part.length / 2 + 4096, (byte) 7);
        assertThat(sender.send("bad", 1, film.part(1)).status()).isEqualTo(201);

        Answer junk = sender.send("bad", 2, new byte[100_000]);
        Answer broken = sender.send("bad", 2, damaged);

        assertThat(junk.status()).isEqualTo(422);
        assertThat(junk.body().path("detail").asText()).contains("Invalid data").doesNotContain("/");
        assertThat(broken.status()).isEqualTo(422);
        assertThat(sender.send("bad", 2, "ffconcat version 1.0\nfile /etc/passwd\n".getBytes(US_ASCII))
                        .status())
                .isEqualTo(422);
        assertThat(sender.send("bad", 2, new byte[0]).status()).isEqualTo(422);
        assertThat(sender.send("bad", 2, new byte[4 << 20]).problem()).isEqualTo("too-large");
        assertThat(sender.send("bad", 65_000, part).status()).isEqualTo(400);
        assertThat(sender.send("bad", -1, part).status()).isEqualTo(400);
        assertThat(sender.send("bad", "x", part).status()).isEqualTo(400);
        assertThat(sender.send("bad%2F..%2Fetc", 1, part).status()).isEqualTo(400);
        assertThat(sender.send("bad", 2, part, "Content-Digest", digest(damaged))
                        .problem())
                .isEqualTo("digest");
        assertThat(sender.send("bad", 2, part, "Repr-Digest", digest(damaged)).problem())
                .isEqualTo("digest");
        assertThat(sender.send("bad", 2, part, "Content-Digest", "sha-256=:x:").status())
                .isEqualTo(400);
        assertThat(sender.complete("bad", "{\"parts\": 2}")
                        .body()
                        .path("missing")
                        .toString())
                .isEqualTo("[[2,2]]");
        assertThat(sender.send("bad", 2, part, "Content-Digest", digest(part), "Repr-Digest", digest(part))
                        .status())
                .isEqualTo(201);
        assertThat(sender.complete("bad", "").status()).isEqualTo(200);
        assertThat(sender.send("bad", 3, film.part(3)).problem()).isEqualTo("complete");
    }

    @Covers("C1")
    @Test
    void anotherCodecInTheNextPartIsADiscontinuity() {
        assertThat(sender.send("changed", 1, films.get("mp4").part(1)).status()).isEqualTo(201);
        assertThat(sender.send("changed", 2, films.get("webm").part(2)).status())
                .isEqualTo(201);

        Playlist playlist = playlist("changed", "v0");

        assertThat(playlist.tags("EXT-X-DISCONTINUITY")).hasSize(1);
        assertThat(playlist.tags("EXT-X-MAP")).hasSize(2);
    }

    @Covers("D2")
    @Test
    void aVideoThatIsCompleteIsAnEventThatSaysWhatItIs() {
        Film film = films.get("mp4");
        for (int number = 1; number <= film.parts().size(); number++) {
            sender.send("event", number, film.part(number));
        }
        sender.complete("event", "");

        String body = await().atMost(LIMIT)
                .until(
                        () -> client.get(cloud.indexer().resolve("/v1/devices/event/events?day=video"))
                                .text(),
                        text -> text.contains("recording-ended"));

        assertThat(body).contains("\\\"duration\\\":12.0", "\\\"width\\\":320", "avc1", "mp4a.40.2");
    }

    private URI view(String video, String timestamp, String format, String language) {
        return cloud.streamer()
                .resolve("/viewstream/" + video + "?timestamp=" + timestamp + "&format=" + format
                        + "&resolution=180p&lang=" + language);
    }

    private Playlist playlist(String video, String rendition) {
        return client.playlist(
                cloud.streamer().resolve("/v1/devices/" + video + "/hls/past/" + rendition + ".m3u8?day=video"));
    }

    private String text(String video) {
        StringBuilder all = new StringBuilder();
        playlist(video, "t64")
                .segments()
                .forEach(segment ->
                        all.append(client.get(segment.address().orElseThrow()).text()));
        return all.toString();
    }

    private Path download(String video, String rendition) throws IOException {
        Playlist playlist = playlist(video, rendition);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        String map = playlist.attributes("EXT-X-MAP").get(0).get("URI").replace("\"", "");
        all.writeBytes(client.get(playlist.resolve(map)).body());
        playlist.segments()
                .forEach(segment -> all.writeBytes(
                        client.get(segment.address().orElseThrow()).body()));
        return Files.write(directory.resolve(video + "-" + rendition + ".mp4"), all.toByteArray());
    }

    private String token() {
        return cloud.tokens().viewer("demo");
    }

    private static String digest(byte[] bytes) throws Exception {
        byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
        return "sha-256=:" + Base64.getEncoder().encodeToString(sum) + ":";
    }
}
