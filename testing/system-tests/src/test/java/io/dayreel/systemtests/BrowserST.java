package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.browser.Browser;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.FrameCodedVideo;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in real Chromium. Every picture carries its number, read back from the canvas: together with the pace of
 * capture it tells which picture must be on screen at which capture time.
 */
@Tag("alone")
class BrowserST {
    private static final int FRAMES_PER_SECOND = 25;
    private static final long MICROS_PER_FRAME = 1_000_000L / FRAMES_PER_SECOND;
    /** Where the bar of recorded stretches lies within the navigator, as a share of its height. */
    private static final double BAR = 0.7;

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Covers({"A6", "B4", "C7"})
    @Test
    void picturesRiseLiveWithASmallDelayAndAClickShowsThePictureOfThatTime() throws Exception {
        Path clip = FrameCodedVideo.of(FRAMES_PER_SECOND * 90)
                .withAudio()
                .create(Ffmpeg.find(), directory.resolve("coded.mp4"));
        try (StandaloneCloud cloud = StandaloneCloud.start(directory.resolve("data"));
                Cli camera = new Pusher(cloud, directory).push("coded", clip);
                Browser browser = Browser.launch()) {
            Page page = browser.open(1440, 860);
            page.navigate(
                    cloud.address() + "/?device=coded#token=" + cloud.tokens().viewer("demo"));
            await().atMost(LIMIT).until(() -> number(page) > 0 && isLive(page));

            List<Sample> live = samples(page, 40);

            assertRisesWithCaptureTime(live);
            long offset = live.get(0).capturedMicros() - live.get(0).number() * MICROS_PER_FRAME;
            assertThat(live).as("delay from capture to screen").allSatisfy(sample -> assertThat(sample.delayMicros())
                    .isBetween(0L, 5_000_000L));
            Browser.screenshot(page, "live-1440");

            zoomIn(page, live.get(0).capturedMicros());
            long wanted = clickOnTimeline(page, live.get(0).capturedMicros() - 2_000_000L);

            await().atMost(LIMIT).untilAsserted(() -> {
                Sample shown = sample(page);
                assertThat(shown.capturedMicros()).isBetween(wanted - MICROS_PER_FRAME, wanted);
                assertThat(shown.capturedMicros())
                        .isCloseTo(offset + shown.number() * MICROS_PER_FRAME, within(1_000L));
            });
            Browser.screenshot(page, "past-1440");
            assertThat(camera.isRunning()).isTrue();

            Page phone = browser.open(390, 844);
            phone.navigate(
                    cloud.address() + "/?device=coded#token=" + cloud.tokens().viewer("demo"));
            await().atMost(LIMIT).until(() -> number(phone) > 0);
            Browser.screenshot(phone, "live-390");
        }
    }

    private record Sample(int number, long capturedMicros, long delayMicros) {}

    private static int number(Page page) {
        return ((Number) page.evaluate("() => window.dayreel && window.dayreel.shown ? " + FrameCodedVideo.JAVASCRIPT
                        + "(window.dayreel.picture) : -1"))
                .intValue();
    }

    private static boolean isLive(Page page) {
        return (Boolean) page.evaluate("() => window.dayreel.live");
    }

    /** Number, capture time and delay of one and the same picture: read in one task of the page. */
    private static Sample sample(Page page) {
        List<?> read = (List<?>)
                page.evaluate(
                        "() => [" + FrameCodedVideo.JAVASCRIPT
                                + "(window.dayreel.picture), window.dayreel.shown.time, Date.now() * 1000 - window.dayreel.shown.time]");
        return new Sample(
                ((Number) read.get(0)).intValue(),
                ((Number) read.get(1)).longValue(),
                ((Number) read.get(2)).longValue());
    }

    private static List<Sample> samples(Page page, int count) {
        List<Sample> samples = new ArrayList<>();
        while (samples.size() < count) {
            int before =
                    samples.isEmpty() ? -1 : samples.get(samples.size() - 1).number();
            page.waitForFunction(
                    "before => " + FrameCodedVideo.JAVASCRIPT + "(window.dayreel.picture) > before", before);
            samples.add(sample(page));
        }
        return samples;
    }

    private static void assertRisesWithCaptureTime(List<Sample> samples) {
        Sample first = samples.get(0);
        for (Sample sample : samples) {
            assertThat(sample.number()).isGreaterThanOrEqualTo(first.number());
            assertThat(sample.capturedMicros() - first.capturedMicros())
                    .as("capture time of picture %d", sample.number())
                    .isCloseTo((sample.number() - first.number()) * MICROS_PER_FRAME, within(1_000L));
        }
    }

    /** Until a picture is wider than a pixel, so that a click can mean one picture. */
    private static void zoomIn(Page page, long aroundMicros) {
        var box = page.locator("dayreel-navigator").boundingBox();
        page.keyboard().press("Space");
        for (int i = 0; i < 60 && microsPerPixel(page) > MICROS_PER_FRAME / 2; i++) {
            page.mouse().move(box.x + x(page, aroundMicros), box.y + box.height * BAR);
            page.mouse().wheel(0, -400);
        }
        assertThat(microsPerPixel(page)).isLessThanOrEqualTo(MICROS_PER_FRAME);
    }

    /** Clicks the pixel nearest to a time and returns the time that this pixel stands for. */
    private static long clickOnTimeline(Page page, long nearMicros) {
        var box = page.locator("dayreel-navigator").boundingBox();
        double pixel = Math.rint(x(page, nearMicros));
        page.mouse().click(box.x + pixel, box.y + box.height * BAR);
        return nearMicros + Math.round((pixel - x(page, nearMicros)) * microsPerPixel(page));
    }

    private static double microsPerPixel(Page page) {
        return 1e6 / (x(page, 1_000_000L) - x(page, 0));
    }

    private static double x(Page page, long micros) {
        return ((Number) page.evaluate("time => window.dayreel.timeline.x(time)", (double) micros)).doubleValue();
    }
}
