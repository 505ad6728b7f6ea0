package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.systemtests.device.Recording;
import io.dayreel.systemtests.viewer.Frames;
import io.dayreel.systemtests.viewer.RecordingViewer;
import io.dayreel.systemtests.viewer.SeenFrame;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.browser.Browser;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.FrameCodedVideo;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A device sends six seconds of its recording late, when everything around them is archived. The pictures carry their
 * numbers, so that the page shows which ones it plays.
 */
class HealingST {
    private static final int FRAMES_PER_SECOND = 25;
    private static final long MICROS_PER_FRAME = 1_000_000L / FRAMES_PER_SECOND;
    private static final long SECOND = 1_000_000;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private final Instant start = Instant.now().minusSeconds(600).truncatedTo(ChronoUnit.SECONDS);
    private final long startMicros = start.getEpochSecond() * SECOND;
    private final long holeFrom = startMicros + 10 * SECOND;
    private final long holeTo = startMicros + 16 * SECOND;

    @Covers("A7")
    @Test
    void aViewerOfThePastSeesAHoleHealWithoutReloading() throws Exception {
        Path data = directory.resolve("data");
        try (StandaloneCloud cloud = StandaloneCloud.start(data, Map.of("dayreel.writer.segment-max-age", "PT3S"));
                Browser browser = Browser.launch()) {
            Recording recording = recording(cloud);
            Recording late = recording.between(holeFrom, holeTo);
            recording.without(late).post(cloud.ingest(), "healing", token(cloud));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(archivedHoles(cloud)).isNotEmpty());
            try (RecordingViewer viewer = watch(cloud)) {
                await().atMost(LIMIT).until(() -> !viewer.messages("gap").isEmpty() && viewer.count() > 500);
                Page page = openInTheHole(cloud, browser);

                late.post(cloud.ingest(), "healing", token(cloud));

                assertThatThePageHeals(page);
                assertThatTheViewerIsTold(viewer, late);
            }
            assertThatAllIsPlayed(cloud, recording);
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(archivedHoles(cloud)).isEmpty());
            cloud.process().stop();
            delete(data.resolve("tail"));
            cloud.process().restart();
            assertThatAllIsPlayed(cloud, recording);
        }
    }

    /** Recorded by the command as another device: its frames name no device, so that any may send them. */
    private Recording recording(StandaloneCloud cloud) throws Exception {
        Path clip = FrameCodedVideo.of(FRAMES_PER_SECOND * 30)
                .withAudio()
                .create(Ffmpeg.find(), directory.resolve("coded.mp4"));
        try (Cli camera =
                new Pusher(cloud, directory).push("source", clip, "--fast", "--start-time", start.toString())) {
            camera.succeedsWithin(LIMIT);
        }
        // From before the first picture on, so that the configurations that precede it are there too.
        return Recording.download(
                cloud.streamer(),
                "source",
                cloud.tokens().viewer("demo"),
                start.minusSeconds(5),
                start.plusSeconds(60));
    }

    private Page openInTheHole(StandaloneCloud cloud, Browser browser) {
        Page page = browser.open(1440, 860);
        page.setDefaultTimeout(LIMIT.toMillis());
        page.navigate(cloud.address() + "/?device=healing&at=" + start.plusSeconds(12) + "#token="
                + cloud.tokens().viewer("demo"));
        page.waitForFunction("() => window.dayreel.state === 'hole'");
        page.waitForFunction(
                "([from, to]) => window.dayreel.timeline.holes.some(hole => hole.from >= from && hole.to <= to)",
                List.of((double) (holeFrom - SECOND), (double) (holeTo + SECOND)));
        page.evaluate("() => window.notReloaded = true");
        Browser.screenshot(page, "healing-before");
        return page;
    }

    private void assertThatThePageHeals(Page page) {
        page.waitForFunction("() => window.dayreel.state === 'playing'");
        page.waitForFunction("() => window.dayreel.shown && " + FrameCodedVideo.JAVASCRIPT
                + "(window.dayreel.picture) >= 0 && window.dayreel.timeline.holes.length === 0");
        List<?> read = (List<?>) page.evaluate("() => [" + FrameCodedVideo.JAVASCRIPT
                + "(window.dayreel.picture), window.dayreel.shown.time, window.notReloaded === true]");
        Browser.screenshot(page, "healing-after");
        long number = ((Number) read.get(0)).longValue();
        long shown = ((Number) read.get(1)).longValue();

        assertThat(shown).as("time of the picture on screen").isBetween(startMicros + 12 * SECOND, holeTo);
        assertThat(shown - startMicros)
                .as("time of picture %d", number)
                .isCloseTo(number * MICROS_PER_FRAME, within(2 * MICROS_PER_FRAME));
        assertThat(read.get(2)).as("not reloaded").isEqualTo(true);
    }

    private void assertThatTheViewerIsTold(RecordingViewer viewer, Recording late) {
        await().atMost(LIMIT).untilAsserted(() -> assertThat(viewer.messages("healed").stream()
                        .flatMapToLong(healed -> lengths(healed.path("ranges")))
                        .sum())
                .isEqualTo(late.count()));
        assertThat(viewer.messages("healed")).allSatisfy(healed -> assertThat(
                        Instant.parse(healed.path("from").asText()))
                .isBetween(start.plusSeconds(9), start.plusSeconds(17)));
    }

    private static LongStream lengths(JsonNode ranges) {
        return IntStream.range(0, ranges.size())
                .mapToObj(ranges::path)
                .mapToLong(range -> range.path(1).asLong() - range.path(0).asLong() + 1);
    }

    private void assertThatAllIsPlayed(StandaloneCloud cloud, Recording recording) {
        try (RecordingViewer viewer = watch(cloud)) {
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(viewer.count()).isGreaterThanOrEqualTo(recording.count()));
            Frames.assertOnceAndInOrder(viewer.frames());
            assertThat(viewer.frames().stream().map(SeenFrame::message)).isEqualTo(recording.hashes());
            assertThat(viewer.messages("gap")).isEmpty();
        }
    }

    private RecordingViewer watch(StandaloneCloud cloud) {
        URI streamer = cloud.streamer();
        return await().atMost(LIMIT)
                .ignoreExceptions()
                .until(
                        () -> RecordingViewer.watch(
                                streamer, cloud.tokens().viewer("demo"), "healing", "from=start&speed=max"),
                        viewer -> true);
    }

    private JsonNode archivedHoles(StandaloneCloud cloud) {
        Rest rest = new Rest(cloud.indexer(), cloud.tokens().viewer("demo"));
        String timeline = "/v1/devices/healing/days/" + Day.ofMicros(startMicros) + "/timeline";
        Rest.Answer answer = rest.get(timeline);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().path("holes");
    }

    private static String token(StandaloneCloud cloud) {
        return cloud.tokens().device("demo", "healing");
    }

    private static void delete(Path tree) throws IOException {
        if (Files.exists(tree)) {
            try (Stream<Path> files = Files.walk(tree)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
