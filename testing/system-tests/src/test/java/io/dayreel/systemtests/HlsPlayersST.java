package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.TimeoutError;
import io.dayreel.systemtests.cloud.OriginFigures;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * hls.js, Shaka Player and the page itself play one camera live and another one's past over HLS in real Chromium. Every
 * picture carries its number, and picture n was captured n × 40 ms after the first.
 */
@Tag("alone")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HlsPlayersST {
    private static final int FRAMES_PER_SECOND = 25;
    private static final long MICROS_PER_FRAME = 1_000_000L / FRAMES_PER_SECOND;
    private static final long SECOND = 1_000_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** For the report of a failure: the page's own words, and the media element behind its picture. */
    private static final String WHAT_THERE_IS = """
            () => {
              const { state, time, shown, live } = window.dayreel;
              const player = document.getElementById('player');
              const video = player.shadowRoot.querySelector('video');
              const notice = player.shadowRoot.querySelector('.notice').textContent;
              const { currentTime, seeking, readyState, buffered } = video ?? {};
              const ranges = Array.from(buffered ?? [], (_, i) => [buffered.start(i), buffered.end(i)]);
              return JSON.stringify({ state, time, shown, live, notice, currentTime, seeking, readyState, ranges });
            }""";

    /** The past is this long; it begins 12 s before a day's end and lacks the seconds from 20 to 26. */
    private static final int PAST_SECONDS = 40;

    private static final int HOLE_FROM = 20 * FRAMES_PER_SECOND;
    private static final int HOLE_TO = 26 * FRAMES_PER_SECOND;

    private final Instant pastStart =
            Instant.now().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS).minusSeconds(12);
    private final long pastMicros = pastStart.getEpochSecond() * SECOND;

    private StandaloneCloud cloud;
    private Browser browser;
    private Cli camera;
    private Recording late;
    private long liveMicros;

    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        Path clip = clip(directory, "live", 150);
        cloud = StandaloneCloud.start(directory.resolve("data"), Map.of("dayreel.writer.segment-max-age", "PT3S"));
        browser = Browser.launch();
        camera = new Pusher(cloud, directory).push("live", clip);
        recordThePast(directory);
        liveMicros = RecordingViewer.firstPictureMicros(cloud.streamer(), token(), "live", LIMIT);
    }

    @AfterAll
    void stop() {
        AfterTests.close(camera, browser, cloud);
    }

    @Covers({"C3", "C7"})
    @Test
    void playersOfOthersPlayLiveWithLowLatency() {
        Map<PlayerKind, PlayerPage> pages = new EnumMap<>(PlayerKind.class);
        for (PlayerKind kind : PlayerKind.ofHls()) {
            pages.put(
                    kind,
                    open(kind, Wish.of("/v1/devices/live/hls.m3u8", token())).playsWithin(LIMIT));
        }

        await().pollDelay(Duration.ofSeconds(6)).until(() -> true);

        pages.forEach((kind, page) -> {
            Seen seen = page.seen();
            page.screenshot("live-" + kind.name().toLowerCase(Locale.ROOT));
            List<Sample> numbered =
                    seen.samples().stream().filter(each -> each.number() >= 0).toList();
            assertThat(numbered).as("%s: %s", kind, seen.errors()).hasSizeGreaterThan(20);
            assertThat(numbered).as("%s", kind).extracting(Sample::number).isSorted();
            assertThat(last(numbered).number() - numbered.get(0).number()).isGreaterThan(3 * FRAMES_PER_SECOND);
            long latency =
                    last(numbered).millis() - (liveMicros + last(numbered).number() * MICROS_PER_FRAME) / 1000;
            System.out.printf("%s: first picture after %s, %d ms behind%n", kind, seen.firstPicture(), latency);
            assertThat(latency).as("%s: capture to screen, ms", kind).isBetween(0L, 8_000L);
            page.close();
        });
    }

    @Covers({"A5", "C3"})
    @Test
    void playersOfOthersPlayThePastOverADayBorderAndAHole() {
        String playlist = "/v1/devices/past/hls.m3u8?from=" + pastStart + "&to=" + pastStart.plusSeconds(60);
        Map<PlayerKind, PlayerPage> pages = new EnumMap<>(PlayerKind.class);
        for (PlayerKind kind : PlayerKind.ofHls()) {
            pages.put(kind, open(kind, Wish.of(playlist, token()).atRate(2)));
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

    @Covers({"A5", "B4", "C3"})
    @Test
    void thePageOverHlsPlaysLiveShowsExactlyAPastPictureAndReturns() {
        OriginFigures figures = new OriginFigures(cloud.streamer());
        OriginFigures.Reading before = figures.read();
        Page page = open("/?device=live&transport=hls");
        waitFor(page, "window.dayreel.live && window.dayreel.state === 'playing'");
        waitFor(page, FrameCodedVideo.JAVASCRIPT + "(window.dayreel.picture) > 0");
        assertThatThePictureFitsItsTime(page, liveMicros);
        assertThat((String) page.evaluate("() => window.dayreel.transport")).startsWith("HLS");
        page.keyboard().press("Space");

        long asked = liveMicros + 2 * SECOND + 130_000;
        seek(page, asked);

        long shown = awaitShown(page, asked);
        assertThat(shown).isBetween(asked - MICROS_PER_FRAME, asked);
        assertThatThePictureFitsItsTime(page, liveMicros);
        Browser.screenshot(page, "hls-past");
        page.keyboard().press("l");
        waitFor(page, "window.dayreel.live && window.dayreel.state === 'playing' && window.dayreel.delay < 8e6");
        awaitASecondPlayed(page);
        assertThatTheViewingIsInTheMetrics(page, figures, before);
        page.close();
    }

    private static void awaitASecondPlayed(Page page) {
        waitFor(page, "window.dayreel.shown");
        page.waitForFunction(
                "from => window.dayreel.shown && window.dayreel.shown.time > from + 1e6",
                page.evaluate("() => window.dayreel.shown.time"));
    }

    /** A page that is left tells how the viewing went. */
    private static void assertThatTheViewingIsInTheMetrics(
            Page page, OriginFigures figures, OriginFigures.Reading before) {
        assertThat(figures.read().viewers("hls")).isPositive();
        page.navigate("about:blank");
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            OriginFigures.Reading after = figures.read();
            assertThat(after.startups("hls")).isGreaterThan(before.startups("hls"));
            assertThat(after.playedSeconds("hls")).isGreaterThan(before.playedSeconds("hls") + 0.5);
        });
    }

    @Covers("A7")
    @Test
    void thePageOverHlsShowsAHealedHoleWithoutReloading() {
        Page page = open("/?device=healing&transport=hls&at=" + pastStart.plusSeconds(22));
        waitFor(page, "window.dayreel.state === 'hole'");
        page.evaluate("() => window.notReloaded = true");

        late.post(cloud.ingest(), "healing", cloud.tokens().device("demo", "healing"));

        waitFor(page, "window.dayreel.state === 'playing' && window.dayreel.shown");
        assertThatThePictureFitsItsTime(page, pastMicros);
        long shown = ((Number) page.evaluate("() => window.dayreel.shown.time")).longValue();
        assertThat(shown).isBetween(pastMicros + 22 * SECOND - MICROS_PER_FRAME, pastMicros + 30 * SECOND);
        assertThat(page.evaluate("() => window.notReloaded")).isEqualTo(true);
        page.close();
    }

    private PlayerPage open(PlayerKind kind, Wish wish) {
        return PlayerPage.open(browser, kind, cloud.address(), wish);
    }

    private Page open(String address) {
        Page page = browser.open(1440, 860);
        page.setDefaultTimeout(LIMIT.toMillis());
        page.navigate(cloud.address() + address + "#token=" + token());
        return page;
    }

    private static void waitFor(Page page, String condition) {
        try {
            page.waitForFunction("() => " + condition);
        } catch (TimeoutError e) {
            throw new AssertionError(condition + " is not so, there is " + page.evaluate(WHAT_THERE_IS), e);
        }
    }

    private static void seek(Page page, long micros) {
        page.evaluate("time => document.getElementById('player').seek(time)", (double) micros);
    }

    private static long awaitShown(Page page, long asked) {
        try {
            page.waitForFunction(
                    "asked => window.dayreel.shown && window.dayreel.shown.time <= asked"
                            + " && asked < window.dayreel.shown.time + " + (MICROS_PER_FRAME + 1_000),
                    (double) asked);
        } catch (TimeoutError e) {
            throw new AssertionError("asked for " + asked + ", there is " + page.evaluate(WHAT_THERE_IS), e);
        }
        return ((Number) page.evaluate("() => window.dayreel.shown.time")).longValue();
    }

    /** Number and capture time of one and the same picture. */
    private static void assertThatThePictureFitsItsTime(Page page, long firstMicros) {
        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            List<?> read = (List<?>) page.evaluate(
                    "() => [" + FrameCodedVideo.JAVASCRIPT + "(window.dayreel.picture), window.dayreel.shown.time]");
            long number = ((Number) read.get(0)).longValue();
            assertThat(((Number) read.get(1)).longValue() - firstMicros)
                    .as("time of picture %d", number)
                    .isCloseTo(number * MICROS_PER_FRAME, within(2_000L));
        });
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
        late = all.between(pastMicros + HOLE_FROM * MICROS_PER_FRAME, pastMicros + HOLE_TO * MICROS_PER_FRAME);
        for (String device : List.of("past", "healing")) {
            all.without(late).post(cloud.ingest(), device, cloud.tokens().device("demo", device));
            awaitPlaylist(device);
        }
    }

    private void awaitPlaylist(String device) {
        Rest rest = new Rest(cloud.streamer(), token());
        Instant to = pastStart.plusSeconds(PAST_SECONDS);
        String end = "/v1/devices/" + device + "/hls.m3u8?from=" + to.minusSeconds(3) + "&to=" + to;
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(rest.get(end).status()).isEqualTo(200));
    }

    private static Path clip(Path directory, String name, int seconds) {
        return FrameCodedVideo.of(FRAMES_PER_SECOND * seconds)
                .withAudio()
                .create(Ffmpeg.find(), directory.resolve(name + ".mp4"));
    }

    private String token() {
        return cloud.tokens().viewer("demo");
    }

    private static Sample last(List<Sample> samples) {
        return samples.get(samples.size() - 1);
    }
}
