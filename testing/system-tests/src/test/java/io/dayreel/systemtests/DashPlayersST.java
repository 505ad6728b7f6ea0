package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.systemtests.device.Recording;
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
import io.dayreel.testkit.media.SampleFootage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Shaka Player and dash.js play cameras over MPEG-DASH in real Chromium. Every picture of most of them carries its number. */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DashPlayersST {
    private static final int FRAMES_PER_SECOND = 25;
    private static final long MICROS_PER_FRAME = 1_000_000L / FRAMES_PER_SECOND;
    private static final long SECOND = 1_000_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** The past is this long; it begins 12 s before a day's end and lacks the seconds from 20 to 26. */
    private static final int PAST_SECONDS = 40;

    private static final int HOLE_FROM = 20 * FRAMES_PER_SECOND;
    private static final int HOLE_TO = 26 * FRAMES_PER_SECOND;

    private final Instant pastStart =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS).minusSeconds(12);

    private StandaloneCloud cloud;
    private Browser browser;
    private Cli camera;
    private long liveMicros;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        cloud = StandaloneCloud.start(directory.resolve("data"), Map.of("dayreel.writer.segment-max-age", "PT3S"));
        browser = Browser.launch();
        recordThePast(directory);
        try (Cli street = new Pusher(cloud, directory)
                .push("street", SampleFootage.carDetection(), "--fast", "--start-time", pastStart.toString())) {
            street.succeedsWithin(Duration.ofSeconds(60));
        }
        awaitManifest("street");
        camera = new Pusher(cloud, directory).push("live", clip(directory, "live", 150));
        liveMicros = RecordingViewer.firstPictureMicros(cloud.streamer(), token(), "live", LIMIT);
    }

    @AfterAll
    void stop() {
        AfterTests.close(camera, browser, cloud);
    }

    @Covers({"A5", "C3"})
    @Test
    void playersPlayThePastOverADayBorderAndAHole() {
        String manifest = "/v1/devices/past/dash.mpd?from=" + pastStart + "&to=" + pastStart.plusSeconds(60);
        Map<PlayerKind, PlayerPage> pages = new EnumMap<>(PlayerKind.class);
        for (PlayerKind kind : PlayerKind.ofDash()) {
            pages.put(kind, open(kind, Wish.of(manifest, token()).atRate(2)));
        }

        pages.values().forEach(page -> page.endsWithin(LIMIT));

        pages.forEach((kind, page) -> {
            Seen seen = page.seen();
            List<Integer> numbers = seen.samples().stream()
                    .map(Sample::number)
                    .filter(number -> number >= 0)
                    .toList();
            assertThat(numbers).as("%s: %s", kind, seen.errors()).isSorted().hasSizeGreaterThan(100);
            assertThat(numbers).as("%s, in the hole", kind).noneMatch(n -> n >= HOLE_FROM && n < HOLE_TO);
            for (int second : new int[] {0, 11, 12, 19, 26, PAST_SECONDS - 1}) {
                assertThat(numbers).as("%s, in second %d", kind, second).anyMatch(n -> n / FRAMES_PER_SECOND == second);
            }
            page.close();
        });
    }

    @Covers({"A5", "C3"})
    @Test
    void playersGoToAnyTimeOfRealFootageAndKnowTheLanguageOfItsSound() {
        String signed =
                signed("street") + "/dash.mpd?day=" + pastStart.toString().substring(0, 10);
        for (PlayerKind kind : PlayerKind.ofDash()) {
            PlayerPage page = open(kind, Wish.of(signed, "")).playsWithin(LIMIT);

            page.goesTo(8, LIMIT).goesTo(2, LIMIT);

            assertThat(page.soundLanguages()).as("%s", kind).containsExactly("en");
            assertThat(page.seen().errors()).as("%s", kind).isEmpty();
            page.close();
        }
    }

    @Covers({"C3", "C7"})
    @Test
    void playersPlayLiveWithLowLatency() {
        Map<PlayerKind, PlayerPage> pages = new EnumMap<>(PlayerKind.class);
        for (PlayerKind kind : PlayerKind.ofDash()) {
            pages.put(
                    kind,
                    open(kind, Wish.of("/v1/devices/live/dash.mpd", token())).playsWithin(LIMIT));
        }

        await().atMost(LIMIT).pollDelay(Duration.ofSeconds(10)).until(() -> true);

        pages.forEach((kind, page) -> {
            Seen seen = page.seen();
            List<Sample> numbered =
                    seen.samples().stream().filter(each -> each.number() >= 0).toList();
            Sample last = numbered.get(numbered.size() - 1);
            long latency = last.millis() - (liveMicros + last.number() * MICROS_PER_FRAME) / 1000;
            System.out.printf("%s: first picture after %s, %d ms behind%n", kind, seen.firstPicture(), latency);
            assertThat(numbered).as("%s: %s", kind, seen.errors()).hasSizeGreaterThan(40);
            assertThat(numbered).as("%s", kind).extracting(Sample::number).isSorted();
            assertThat(last.number() - numbered.get(0).number()).isGreaterThan(7 * FRAMES_PER_SECOND);
            assertThat(latency).as("%s: capture to screen, ms", kind).isBetween(0L, 10_000L);
            page.close();
        });
    }

    @Covers("C3")
    @Test
    void playersPlayOnWhenADeviceThatFailedIsBack(@TempDir Path directory) throws Exception {
        Map<PlayerKind, PlayerPage> pages;
        try (Cli failing = new Pusher(cloud, directory).push("breaking", clip(directory, "failing", 120))) {
            pages = openLive("breaking");
            failing.kill();
        }

        try (Cli back = new Pusher(cloud, directory.resolve("back")).push("breaking", clip(directory, "back", 15))) {
            back.succeedsWithin(Duration.ofSeconds(60));
        }

        // dash.js sometimes takes the end of the first period for the end of all, and stops (docs/reference/dash.md).
        pages.get(PlayerKind.SHAKA).shows(14 * FRAMES_PER_SECOND, Duration.ofSeconds(60));
        pages.values().forEach(PlayerPage::close);
    }

    @Covers("C3")
    @Test
    void playersEndWithTheRecording(@TempDir Path directory) throws Exception {
        int seconds = 20;
        Map<PlayerKind, PlayerPage> pages;
        try (Cli ending = new Pusher(cloud, directory).push("ending", clip(directory, "ending", seconds))) {
            pages = openLive("ending");
            ending.succeedsWithin(Duration.ofSeconds(60));
        }

        pages.forEach((kind, page) -> {
            page.endsWithin(Duration.ofSeconds(60));
            assertThat(page.seen().samples())
                    .as("%s, in the last second", kind)
                    .anyMatch(sample -> sample.number() >= (seconds - 1) * FRAMES_PER_SECOND);
            page.close();
        });
    }

    private Map<PlayerKind, PlayerPage> openLive(String device) {
        RecordingViewer.firstPictureMicros(cloud.streamer(), token(), device, LIMIT);
        Map<PlayerKind, PlayerPage> pages = new EnumMap<>(PlayerKind.class);
        for (PlayerKind kind : PlayerKind.ofDash()) {
            Wish wish = Wish.of("/v1/devices/" + device + "/dash.mpd", token());
            pages.put(kind, open(kind, wish).playsWithin(LIMIT));
        }
        return pages;
    }

    private PlayerPage open(PlayerKind kind, Wish wish) {
        return PlayerPage.open(browser, kind, cloud.streamer(), wish);
    }

    // ---- what is recorded -----------------------------------------------------------------------------------------

    private void recordThePast(Path directory) throws Exception {
        Path clip = clip(directory, "past", PAST_SECONDS);
        try (Cli source =
                new Pusher(cloud, directory).push("source", clip, "--fast", "--start-time", pastStart.toString())) {
            source.succeedsWithin(Duration.ofSeconds(60));
        }
        Recording all = Recording.download(
                cloud.streamer(),
                "source",
                token(),
                pastStart.minusSeconds(5),
                pastStart.plusSeconds(PAST_SECONDS + 5));
        long pastMicros = pastStart.getEpochSecond() * SECOND;
        Recording late =
                all.between(pastMicros + HOLE_FROM * MICROS_PER_FRAME, pastMicros + HOLE_TO * MICROS_PER_FRAME);
        all.without(late).post(cloud.ingest(), "past", cloud.tokens().device("demo", "past"));
        awaitManifest("past");
    }

    private static Path clip(Path directory, String name, int seconds) {
        return FrameCodedVideo.of(FRAMES_PER_SECOND * seconds)
                .withAudio()
                .create(Ffmpeg.find(), directory.resolve(name + ".mp4"));
    }

    private void awaitManifest(String device) {
        Rest rest = new Rest(cloud.streamer(), token());
        Instant to = pastStart.plusSeconds(29);
        String end = "/v1/devices/" + device + "/dash.mpd?from=" + to.minusSeconds(2) + "&to=" + to;
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(rest.get(end).status()).isEqualTo(200));
    }

    private String signed(String device) {
        return new Rest(cloud.streamer(), token())
                .post("/v1/signed-addresses", "{\"path\":\"/v1/devices/" + device + "\"}")
                .body()
                .get("base")
                .asText();
    }

    private String token() {
        return cloud.tokens().viewer("demo");
    }
}
