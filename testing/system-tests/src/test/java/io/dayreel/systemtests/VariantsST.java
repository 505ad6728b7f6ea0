package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.systemtests.hls.HlsClient;
import io.dayreel.systemtests.hls.Playlist;
import io.dayreel.systemtests.hls.Playlist.Segment;
import io.dayreel.systemtests.players.PlayerKind;
import io.dayreel.systemtests.players.PlayerPage;
import io.dayreel.systemtests.players.PlayerPage.Sample;
import io.dayreel.systemtests.players.PlayerPage.Seen;
import io.dayreel.systemtests.players.PlayerPage.Wish;
import io.dayreel.systemtests.viewer.RecordingViewer;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.browser.Browser;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.FrameCodedVideo;
import io.dayreel.testkit.media.MediaPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A camera's main and sub stream, 640 and 320 pixels wide, sent by {@code dayreel push --sub}: one device, two variants.
 * Every picture carries its number in both.
 */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VariantsST {
    private static final int MAIN = 640;
    private static final int SUB = 320;
    private static final int SECONDS = 24;
    /** The camera shows the pictures so often: some minutes. */
    private static final int ROUNDS = 10;
    /** Of a past in which players change over and back, however late they do. */
    private static final int PAST_ROUNDS = 4;

    private static final Instant PAST = Instant.parse("2026-11-20T10:00:00Z");
    private static final String RANGE = "?from=" + PAST + "&to=" + PAST.plusSeconds(SECONDS);
    private static final String LONG_RANGE = "?from=" + PAST + "&to=" + PAST.plusSeconds(SECONDS * PAST_ROUNDS);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Ffmpeg ffmpeg = Ffmpeg.find();
    private Path directory;
    private Path mainClip;
    private Path subClip;
    private StandaloneCloud cloud;
    private HlsClient client;
    private Browser browser;
    private Cli camera;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        directory = temporary;
        FrameCodedVideo pictures = FrameCodedVideo.of(25 * SECONDS);
        Path silent = pictures.create(ffmpeg, directory.resolve("silent.mp4"));
        mainClip = withSound("main", silent, 1);
        subClip = pictures.withSize(SUB, 180).create(ffmpeg, directory.resolve("sub.mp4"));
        Path elsewhere =
                pictures.withSize(SUB, 180).withRate(25, 40, 0).create(ffmpeg, directory.resolve("elsewhere.mp4"));
        cloud = StandaloneCloud.start(directory.resolve("data"), Map.of("dayreel.writer.segment-max-age", "PT3S"));
        client = new HlsClient(token());
        browser = Browser.launch();
        camera = push("live", withSound("long", silent, ROUNDS), repeated("long-sub", subClip, ROUNDS));
        Path longer = withSound("longer", silent, PAST_ROUNDS);
        try (Cli past = push("past", mainClip, subClip, "--fast", "--start-time=" + PAST);
                Cli changing = push(
                        "changing",
                        longer,
                        repeated("longer-sub", subClip, PAST_ROUNDS),
                        "--fast",
                        "--start-time=" + PAST);
                Cli other = push(
                        "elsewhere",
                        longer,
                        repeated("longer-elsewhere", elsewhere, PAST_ROUNDS),
                        "--fast",
                        "--start-time=" + PAST)) {
            past.succeedsWithin(LIMIT);
            changing.succeedsWithin(LIMIT);
            other.succeedsWithin(LIMIT);
        }
        awaitBothTracks();
    }

    @AfterAll
    void stop() {
        AfterTests.close(camera, browser, cloud);
    }

    @Covers({"C3", "C4"})
    @Test
    void mainAndSubStreamAreVariantsThatSayWhatTheyAre() {
        for (String address : List.of("live/hls.m3u8", "past/hls.m3u8" + RANGE)) {
            Playlist playlist = playlist(address);

            List<Map<String, String>> variants = playlist.attributes("EXT-X-STREAM-INF");

            assertThat(variants).extracting(each -> each.get("RESOLUTION")).containsExactly("640x360", "320x180");
            assertThat(variants).allSatisfy(each -> {
                assertThat(each.get("CODECS")).matches("avc1\\.[0-9a-fA-F]{6},mp4a\\.40\\.2");
                assertThat(Double.parseDouble(each.get("FRAME-RATE"))).isCloseTo(25, within(1.0));
                assertThat(number(each, "BANDWIDTH")).isGreaterThanOrEqualTo(number(each, "AVERAGE-BANDWIDTH"));
            });
            assertThat(number(variants.get(0), "BANDWIDTH")).isGreaterThan(number(variants.get(1), "BANDWIDTH"));
        }
    }

    @Covers({"C3", "C4"})
    @Test
    void segmentsOfBothVariantsAreAtTheSamePlacesLiveAndInThePast() {
        await().atMost(LIMIT)
                .until(() -> playlist("live/hls/live/v4.m3u8").segments().size() > 4);
        for (String address : List.of("live/hls/live/%s.m3u8", "past/hls/past/%s.m3u8" + RANGE)) {
            Playlist main = playlist(String.format(address, "v0"));
            Playlist sub = playlist(String.format(address, "v4"));

            Map<Long, Segment> segments = new HashMap<>();
            main.segments().stream()
                    .filter(each -> each.address().isPresent())
                    .forEach(each -> segments.put(each.msn(), each));
            List<Segment> common = sub.segments().stream()
                    .filter(each -> each.address().isPresent() && segments.containsKey(each.msn()))
                    .toList();

            assertThat(sub.tag("EXT-X-TARGETDURATION")).isEqualTo(main.tag("EXT-X-TARGETDURATION"));
            assertThat(sub.tag("EXT-X-DISCONTINUITY-SEQUENCE")).isEqualTo(main.tag("EXT-X-DISCONTINUITY-SEQUENCE"));
            assertThat(common).hasSizeGreaterThan(3);
            for (Segment each : common) {
                Segment beside = segments.get(each.msn());
                assertThat(each.dateTime()).as("%s", each.msn()).isEqualTo(beside.dateTime());
                assertThat(each.duration()).as("%s", each.msn()).isCloseTo(beside.duration(), within(0.002));
                assertThat(each.discontinuity()).as("%s", each.msn()).isEqualTo(beside.discontinuity());
            }
        }
    }

    @Covers({"C3", "C4"})
    @Test
    void ffprobeGetsBackEveryPictureOfBothStreams() {
        assertThat(pictures("v0")).isEqualTo(sent(mainClip));
        assertThat(pictures("v4")).isEqualTo(sent(subClip));
    }

    @Covers({"C3", "C4"})
    @Test
    void playersChangeOverToTheSubStreamAndBackWhileItIsLive() {
        Map<PlayerKind, PlayerPage> pages = open("live/hls.m3u8");

        pages.values().forEach(VariantsST::changeOverAndBack);

        pages.forEach((kind, page) -> {
            Seen seen = page.seen();
            System.out.printf("%s, live: stalls %s, errors %s%n", kind, seen.stalls(), seen.errors());
            assertThat(seen.errors()).as("%s", kind).noneMatch(error -> error.contains("fatal"));
            page.close();
        });
    }

    @Covers({"C3", "C4"})
    @ParameterizedTest
    @EnumSource(
            value = PlayerKind.class,
            names = {"HLS_JS", "SHAKA"})
    void aPlayerChangesOverToTheSubStreamAndBackInThePast(PlayerKind kind) {
        PlayerPage page = open(kind, "changing/hls.m3u8" + LONG_RANGE);

        changeOverAndBack(page);

        assertThatItNeverStopped(kind, page);
    }

    @Covers({"C3", "C4"})
    @Test
    void aPlayerChangesOverToASubStreamWhoseKeyFramesAreElsewhere() {
        PlayerPage page = open(PlayerKind.HLS_JS, "elsewhere/hls.m3u8" + LONG_RANGE);

        changeOverAndBack(page);

        assertThatItNeverStopped(PlayerKind.HLS_JS, page);
    }

    @Covers("C4")
    @Test
    void thePageShowsTheMainStreamAndAClipHasIt() throws IOException {
        Page page = browser.open(1440, 860);
        page.setDefaultTimeout(LIMIT.toMillis());
        page.navigate(cloud.address() + "/?device=live#token=" + token());
        page.waitForFunction("() => window.dayreel.state === 'playing' && window.dayreel.framesShown > 25");
        Path clip = Files.write(directory.resolve("clip.mp4"), bytes("past/clip.mp4" + range(10, 14)));

        assertThat(page.evaluate("() => window.dayreel.picture.width")).isEqualTo(MAIN);
        assertThat(page.evaluate("() => " + FrameCodedVideo.JAVASCRIPT + "(window.dayreel.picture) > 0"))
                .isEqualTo(true);
        assertThat(ffmpeg.probe(List.of("-show_entries", "stream=codec_type,width", "-of", "csv=p=0", clip.toString()))
                        .lines())
                .filteredOn(line -> line.startsWith("video"))
                .containsExactly("video," + MAIN);
        page.close();
    }

    private static void changeOverAndBack(PlayerPage page) {
        page.playsWithin(LIMIT);
        page.changesOverTo(MAIN, LIMIT).changesOverTo(SUB, LIMIT).changesOverTo(MAIN, LIMIT);
    }

    private static void assertThatItNeverStopped(PlayerKind kind, PlayerPage page) {
        Seen seen = page.seen();
        List<Integer> numbers = seen.samples().stream()
                .map(Sample::number)
                .filter(number -> number >= 0)
                .toList();
        assertThat(seen.errors()).as("%s", kind).allMatch(error -> error.contains("aborted")); // of what it gave up
        assertThat(seen.stalls()).as("%s", kind).isEmpty();
        assertThat(numbers).as("%s", kind).hasSizeGreaterThan(10);
        page.close();
    }

    private Path withSound(String name, Path silent, int rounds) {
        String sound = " -f lavfi -t " + SECONDS * rounds + " -i sine=frequency=440:sample_rate=48000";
        String pictures = "-stream_loop " + (rounds - 1) + " -i " + silent;
        return ffmpeg.make(directory.resolve(name + ".mp4"), pictures + sound + " -c:v copy -c:a aac");
    }

    private Path repeated(String name, Path clip, int rounds) {
        return ffmpeg.make(
                directory.resolve(name + ".mp4"), "-stream_loop " + (rounds - 1) + " -i " + clip + " -c copy");
    }

    private Map<PlayerKind, PlayerPage> open(String address) {
        Map<PlayerKind, PlayerPage> pages = new EnumMap<>(PlayerKind.class);
        for (PlayerKind kind : PlayerKind.ofHls()) {
            pages.put(kind, open(kind, address));
        }
        return pages;
    }

    private PlayerPage open(PlayerKind kind, String address) {
        return PlayerPage.open(browser, kind, cloud.address(), Wish.of("/v1/devices/" + address, token()));
    }

    private List<String> pictures(String rendition) {
        List<String> hashes = new ArrayList<>();
        Playlist playlist = playlist("past/hls/past/" + rendition + ".m3u8" + RANGE);
        Path file = directory.resolve(rendition + ".mp4");
        try {
            Files.write(file, client.get(playlist.resolve(map(playlist))).body());
            for (Segment segment : playlist.segments()) {
                byte[] media = client.get(segment.address().orElseThrow()).body();
                Files.write(file, media, StandardOpenOption.APPEND);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ffmpeg.probePackets(file, "v:0").forEach(packet -> hashes.add(packet.sha256()));
        return hashes;
    }

    private static String map(Playlist playlist) {
        return playlist.attributes("EXT-X-MAP").get(0).get("URI");
    }

    private List<String> sent(Path clip) {
        return ffmpeg.probePackets(clip, "v:0").stream()
                .map(MediaPacket::sha256)
                .toList();
    }

    private byte[] bytes(String address) {
        HlsClient.Answer answer = client.get(address(address));
        assertThat(answer.status()).as(address).isEqualTo(200);
        return answer.body();
    }

    private static String range(int from, int to) {
        return "?from=" + PAST.plusSeconds(from) + "&to=" + PAST.plusSeconds(to);
    }

    private Playlist playlist(String address) {
        return client.playlist(address(address));
    }

    private URI address(String address) {
        return cloud.address().resolve("/v1/devices/" + address);
    }

    private static long number(Map<String, String> attributes, String name) {
        return Long.parseLong(attributes.get(name));
    }

    private void awaitBothTracks() {
        try (RecordingViewer viewer = RecordingViewer.watch(cloud.streamer(), token(), "live", "from=start")) {
            await().atMost(LIMIT)
                    .until(() -> viewer.frames().stream()
                                    .filter(frame -> frame.type() == FrameType.VIDEO)
                                    .map(frame -> frame.track())
                                    .distinct()
                                    .count()
                            == 2);
        }
        awaitEnd("past", SECONDS);
        awaitEnd("changing", SECONDS * PAST_ROUNDS);
        awaitEnd("elsewhere", SECONDS * PAST_ROUNDS);
    }

    private void awaitEnd(String device, int seconds) {
        URI end = address(device + "/hls.m3u8" + range(seconds - 2, seconds));
        await().atMost(LIMIT).until(() -> client.get(end).status() == 200);
    }

    private Cli push(String device, Path main, Path sub, String... options) {
        List<String> all = new ArrayList<>(List.of("--sub", sub.toString()));
        all.addAll(List.of(options));
        return new Pusher(cloud, directory).push(device, main, all);
    }

    private String token() {
        return cloud.tokens().operator("demo");
    }
}
