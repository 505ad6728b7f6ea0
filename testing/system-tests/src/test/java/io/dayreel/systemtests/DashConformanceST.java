package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.systemtests.hls.HlsClient;
import io.dayreel.systemtests.hls.HlsClient.Answer;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.dash.Mpd;
import io.dayreel.testkit.dash.Mpd.Segment;
import io.dayreel.testkit.dash.MpdSchema;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.MediaPacket;
import io.dayreel.testkit.media.SampleFootage;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** DASH of real footage over HTTP: what ISO/IEC 23009-1 asks of manifests, what caches are told, and what ffprobe reads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashConformanceST {
    private static final String PAST = "?day=2026-11-20";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Ffmpeg ffmpeg = Ffmpeg.find();
    private final MpdSchema schema = MpdSchema.find();
    private StandaloneCloud cloud;
    private HlsClient client;
    private Cli live;

    @BeforeAll
    void start(@TempDir Path directory) throws InterruptedException {
        cloud = StandaloneCloud.start(directory.resolve("data"));
        Pusher cameras = new Pusher(cloud, directory);
        client = new HlsClient(cloud.tokens().operator("demo"));
        try (Cli past =
                cameras.push("past", SampleFootage.carDetection(), "--fast", "--start-time=2026-11-20T10:00:00Z")) {
            past.succeedsWithin(LIMIT);
        }
        live = cameras.push("live", SampleFootage.carDetection(), "--loop");
        await().atMost(LIMIT)
                .until(() -> client.get(address("live", "dash.mpd")).status() == 200
                        && Mpd.parse(manifest("live", "").text()).segments("v0").size() >= 3);
    }

    @AfterAll
    void stop() {
        AfterTests.close(live, cloud);
    }

    private URI address(String device, String path) {
        return cloud.address().resolve("/v1/devices/" + device + "/" + path);
    }

    private Answer manifest(String device, String query) {
        Answer answer = client.get(address(device, "dash.mpd" + query));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        schema.check(answer.text());
        return answer;
    }

    @Covers("C3")
    @Test
    void theManifestOfADayIsStaticAndListsPicturesSoundAndThumbnails() {
        Answer answer = manifest("past", PAST);

        Mpd mpd = Mpd.parse(answer.text());

        assertThat(answer.header("Content-Type")).contains("application/dash+xml");
        assertThat(mpd.isDynamic()).isFalse();
        assertThat(mpd.duration("mediaPresentationDuration")).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(31));
        assertThat(mpd.periods()).singleElement().satisfies(period -> {
            assertThat(period.sets())
                    .extracting(Mpd.AdaptationSet::contentType)
                    .containsExactly("video", "audio", "image");
            assertThat(period.sets("audio").get(0).language()).isEqualTo("en");
        });
    }

    @Test
    void manifestsFollowTheSchemaOfTheStandard() {
        assumeTrue(schema.isThere(), MpdSchema.MISSING);

        assertThat(manifest("past", PAST).status()).isEqualTo(200);
        assertThat(manifest("live", "").status()).isEqualTo(200);
    }

    @Covers({"C3", "C8"})
    @Test
    void everySegmentIsTheOneThatHlsListsAndBeginsAtItsTime() {
        Answer answer = manifest("past", PAST);
        Mpd mpd = Mpd.parse(answer.text());
        List<URI> listed = client.playlist(address("past", "hls/past/v0.m3u8" + PAST)).segments().stream()
                .map(each -> each.address().orElseThrow())
                .toList();

        List<Answer> segments = mpd.segments("v0").stream()
                .map(each -> client.get(answer.address().resolve(each.address())))
                .toList();

        assertThat(segments).extracting(Answer::status).containsOnly(200);
        assertThat(segments).extracting(Answer::address).isEqualTo(listed);
        assertThat(client.get(answer.address()
                                .resolve(mpd.periods()
                                        .get(0)
                                        .representation("v0")
                                        .orElseThrow()
                                        .initialization()))
                        .body())
                .contains("ftyp".getBytes(StandardCharsets.US_ASCII));
    }

    @Covers("C8")
    @Test
    void aRevisionIsConstantAndAnotherOneLeadsToIt() {
        Answer newest = manifest("past", PAST);
        Segment segment = Mpd.parse(newest.text()).segments("v0").get(1);
        String revision = segment.address().replaceFirst(".*rev=", "");

        Answer constant = client.ask("GET", address("past", "dash.mpd" + PAST + "&rev=" + revision));
        Answer stale = client.ask("GET", address("past", "dash.mpd" + PAST + "&rev=1-00000000"));
        Answer place = client.ask("GET", newest.address().resolve(segment.address()));
        Answer guessed =
                client.ask("GET", newest.address().resolve(segment.address().replace(revision, "1-00000000")));

        assertThat(newest.header("Cache-Control").orElseThrow()).contains("max-age=2");
        assertThat(constant.header("Cache-Control").orElseThrow()).contains("immutable");
        assertThat(stale.status()).isEqualTo(307);
        assertThat(stale.header("Location").orElseThrow())
                .startsWith("dash.mpd?")
                .endsWith("rev=" + revision);
        assertThat(place.status()).isEqualTo(307);
        assertThat(place.header("Cache-Control").orElseThrow()).contains("immutable");
        assertThat(guessed.header("Location")).isEqualTo(place.header("Location"));
        assertThat(guessed.header("Cache-Control")).contains("no-cache");
    }

    @Covers("C8")
    @Test
    void aManifestIsCompressedHasATagAndIsAskedForWithHead() {
        URI address = address("past", "dash.mpd" + PAST);
        Answer plain = client.ask("GET", address);

        Answer head = client.ask("HEAD", address);
        Answer packed = client.ask("GET", address, "Accept-Encoding", "gzip");
        Answer known =
                client.ask("GET", address, "If-None-Match", plain.header("ETag").orElseThrow());
        Answer posted = client.ask("POST", address);

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(packed.header("Content-Encoding")).contains("gzip");
        assertThat(packed.body().length).isLessThan(plain.body().length);
        assertThat(known.status()).isEqualTo(304);
        assertThat(posted.status()).isEqualTo(405);
    }

    @Covers("B10")
    @Test
    void whatIsNotThereIsSaidAndWhatIsNearestIsNamed() {
        Answer unknown = client.get(address("nobody", "dash.mpd" + PAST));
        Answer outside = client.get(address("past", "dash.mpd?from=2026-11-01T00:00:00Z&to=2026-11-01T01:00:00Z"));
        Answer reversed = client.get(address("past", "dash.mpd?from=2026-11-20T11:00:00Z&to=2026-11-20T10:00:00Z"));
        Answer huge = client.get(address("past", "dash.mpd?from=2020-01-01T00:00:00Z&to=2026-11-20T10:00:00Z"));
        Answer nothing = client.get(address("past", "dash/past/v0/0-1.m4s" + PAST + "&rev=1-00000000"));
        Answer misspelt = client.get(address("past", "dash/past/v0/first.m4s" + PAST + "&rev=1-00000000"));

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(outside.status()).isEqualTo(404);
        assertThat(outside.text()).contains("nearest").contains("2026-11-20T10:00:00Z");
        assertThat(reversed.status()).isEqualTo(400);
        assertThat(huge.status()).isEqualTo(400);
        assertThat(nothing.status()).isEqualTo(404);
        assertThat(misspelt.status()).isEqualTo(404);
    }

    @Test
    void aSheetOfThumbnailsIsAStripOfTheGridThatIsSaid() throws IOException {
        URI base = URI.create(signed("past") + "/dash.mpd" + PAST);
        HlsClient nobody = new HlsClient("");
        Mpd.Representation sheets = Mpd.parse(nobody.get(base).text())
                .periods()
                .get(0)
                .representation("thumbnails")
                .orElseThrow();
        URI sheet = base.resolve(sheets.template().getAttribute("media").replace("$Number$", "1"));

        URI strip = sheet.resolve(nobody.ask("GET", sheet).header("Location").orElseThrow());
        JsonNode grid = new ObjectMapper()
                .readTree(nobody.get(URI.create(strip.toString().replace(".jpg", ".json")))
                        .text());

        assertThat(sheets.element().getAttribute("width"))
                .isEqualTo(Integer.toString(
                        grid.get("width").asInt() * grid.get("columns").asInt()));
        assertThat(sheets.element().getAttribute("height"))
                .isEqualTo(Integer.toString(
                        grid.get("height").asInt() * grid.get("rows").asInt()));
        assertThat(grid.get("thumbnails")).hasSizeGreaterThan(10);
    }

    @Covers("C3")
    @Test
    void theLiveManifestHasTheSegmentsOfTheLivePlaylistAndOneThatGrows() {
        Answer answer = manifest("live", "");
        Mpd mpd = Mpd.parse(answer.text());
        Answer whole =
                client.get(answer.address().resolve(mpd.segments("v0").get(0).address()));

        Answer growing = await().atMost(LIMIT)
                .until(() -> newest("live"), each -> grows(each) && count(each.body(), "moof") > 5);

        assertThat(mpd.isDynamic()).isTrue();
        assertThat(answer.header("Cache-Control").orElseThrow()).contains("no-cache");
        assertThat(whole.address().getPath()).contains("/media/");
        assertThat(growing.status()).isEqualTo(200);
        assertThat(growing.header("Transfer-Encoding")).contains("chunked");
        assertThat(count(growing.body(), "moof")).as("parts").isGreaterThan(5);
    }

    private Answer newest(String device) {
        Answer answer = manifest(device, "");
        List<Segment> segments = Mpd.parse(answer.text()).segments("v0");
        return client.get(
                answer.address().resolve(segments.get(segments.size() - 1).address()));
    }

    /**
     * One that was finished between its manifest and its request is sent to the place where it stays. Where key frames
     * are further apart than the target duration, every second one has two parts only, so that the test waits for a long one.
     */
    private static boolean grows(Answer segment) {
        return !segment.address().getPath().contains("/media/");
    }

    private static int count(byte[] body, String box) {
        return new String(body, StandardCharsets.ISO_8859_1).split(box, -1).length - 1;
    }

    @Covers("C3")
    @Test
    void aSegmentHasTheSameFramesWhileItGrowsAndWhenItIsWhole(@TempDir Path directory) throws IOException {
        Answer answer = manifest("live", "");
        Mpd.Representation pictures =
                Mpd.parse(answer.text()).periods().get(0).representation("v0").orElseThrow();
        List<Segment> segments = pictures.segments();
        URI address = answer.address().resolve(segments.get(segments.size() - 1).address());
        byte[] init =
                client.get(answer.address().resolve(pictures.initialization())).body();

        byte[] grown = client.get(address).body();
        Answer whole = client.get(address);

        assertThat(whole.address().getPath()).contains("/media/");
        assertThat(packets(directory.resolve("grown.mp4"), init, grown))
                .isNotEmpty()
                .isEqualTo(packets(directory.resolve("whole.mp4"), init, whole.body()));
    }

    private List<String> packets(Path file, byte[] init, byte[] segment) throws IOException {
        Files.write(file, init);
        Files.write(file, segment, StandardOpenOption.APPEND);
        return ffmpeg.probePackets(file, "v:0").stream()
                .map(packet -> packet.sha256())
                .toList();
    }

    @Covers("C3")
    @Test
    void whatALiveManifestListedItListsUnchangedAndItGoesOn() {
        List<Segment> before = Mpd.parse(manifest("live", "").text()).segments("v0");
        long last = before.get(before.size() - 1).start();

        List<Segment> after = await().atMost(LIMIT)
                .until(
                        () -> Mpd.parse(manifest("live", "?clock=0").text()).segments("v0"),
                        listed -> listed.get(listed.size() - 1).start() > last);

        assertThat(after).containsAll(before.subList(0, before.size() - 1));
        assertThat(after).extracting(Segment::start).contains(last).isSorted();
    }

    @Test
    void theTimeIsToldToAnybody() {
        Answer answer = new HlsClient("").get(cloud.address().resolve("/v1/time"));

        assertThat(Instant.parse(answer.text())).isCloseTo(Instant.now(), within(5, ChronoUnit.SECONDS));
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.text()).matches("[-0-9]+T[:0-9]+(\\.[0-9]{1,3})?Z");
    }

    @Covers("B10")
    @Test
    void whatIsNotListedLiveIsSaid() {
        Answer unknown = client.get(address("nobody", "dash.mpd"));
        Answer clock = client.get(address("live", "dash.mpd?clock=noon"));
        Answer line = client.get(address("live", "dash/live/v0/1-1.m4s"));
        Answer rendition = client.get(address("live", "dash/live/v9/1-1.m4s"));

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(clock.status()).isEqualTo(400);
        assertThat(line.status()).isEqualTo(404);
        assertThat(rendition.status()).isEqualTo(404);
    }

    @Covers("C3")
    @Test
    void ffprobeGetsBackEveryPacketThatTheDeviceSentOverASignedAddress() {
        String signed = signed("past");

        for (String stream : List.of("v:0", "a:0")) {
            List<String> played = hashes(signed + "/dash.mpd" + PAST, stream);
            List<String> sent = ffmpeg.probePackets(SampleFootage.carDetection(), stream).stream()
                    .map(MediaPacket::sha256)
                    .toList();
            assertThat(played).isEqualTo(sent);
        }
    }

    private String signed(String device) {
        var answer = new Rest(cloud.address(), cloud.tokens().operator("demo"))
                .post("/v1/signed-addresses", "{\"path\":\"/v1/devices/" + device + "\"}");
        return cloud.address().resolve(answer.body().get("base").asText()).toString();
    }

    private List<String> hashes(String address, String stream) {
        return ffmpeg.probe(List.of(
                        "-select_streams",
                        stream,
                        "-show_packets",
                        "-show_data_hash",
                        "sha256",
                        "-show_entries",
                        "packet=data_hash",
                        "-of",
                        "default=nk=1:nw=1",
                        address))
                .lines()
                .filter(line -> line.startsWith("SHA256:"))
                .map(line -> line.substring("SHA256:".length()))
                .toList();
    }
}
