package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.contracts.device.Level;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.LedgerDevice;
import io.dayreel.systemtests.viewer.Frames;
import io.dayreel.systemtests.viewer.RecordingViewer;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One machine, one command: one cloud, which is killed and stopped, and comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandaloneST {
    private static final String TODAY = Day.of(Instant.now()).toString();
    private static final Duration LIMIT = Duration.ofSeconds(90);

    private StandaloneCloud cloud;

    @BeforeAll
    void start(@TempDir Path data) {
        cloud = StandaloneCloud.start(data, Map.of("dayreel.writer.segment-max-age", "PT30S"));
    }

    @AfterAll
    void stop() {
        AfterTests.close(cloud);
    }

    @Covers({"F6", "C10"})
    @Test
    void afterSigkillAndRestartEverythingAcknowledgedIsThere() {
        Camera camera = Camera.of("demo", "killed", TODAY);
        LedgerDevice device =
                new LedgerDevice(camera, cloud::ingest, cloud.tokens().device("demo", "killed"), Level.RECEIVED);
        device.sendsUntilAcknowledged(0, 1999, 0, LIMIT);

        cloud.process().kill9();
        cloud.process().restart();

        assertThatAllIsThere(camera, 1999);
        device.sendsUntilAcknowledged(0, 2499, 0, LIMIT);
        assertThatAllIsThere(camera, 2499);
    }

    @Covers("F6")
    @Test
    void sigtermStopsItAndNothingIsLost() {
        Camera camera = Camera.of("demo", "stopped", TODAY);
        LedgerDevice device =
                new LedgerDevice(camera, cloud::ingest, cloud.tokens().device("demo", "stopped"), Level.RECEIVED);
        device.sendsUntilAcknowledged(0, 999, 0, LIMIT);

        cloud.process().stop();

        assertThat(cloud.process().isAlive()).isFalse();
        cloud.process().restart();
        assertThatAllIsThere(camera, 999);
    }

    @Covers({"A7", "A9"})
    @Test
    void whatWasLeftOutIsNamedToTheFrameUntilItArrives() {
        Camera camera = Camera.of("demo", "holes", TODAY);
        LedgerDevice device =
                new LedgerDevice(camera, cloud::ingest, cloud.tokens().device("demo", "holes"), Level.RECEIVED);
        Rest rest = new Rest(cloud.sync(), cloud.tokens().viewer("demo"));
        String missing = "/v1/devices/holes/days/" + TODAY + "/missing";

        device.sendsUntilAcknowledged(0, 99, 0, LIMIT);
        device.sendsUntilAcknowledged(120, 199, 0, LIMIT);

        await().atMost(LIMIT).untilAsserted(() -> assertThat(rest.get(missing)
                        .body()
                        .path("runs")
                        .path(0)
                        .path("missing")
                        .toString())
                .isEqualTo("[[100,119]]"));
        device.sendsUntilAcknowledged(100, 119, 0, LIMIT);
        await().atMost(LIMIT).untilAsserted(() -> assertThat(
                        rest.get(missing).body().path("missing").asLong(-1))
                .isZero());
        assertThatAllIsThere(camera, 199);
    }

    @Covers("B5")
    @Test
    void anEventIsFoundAndPlayedBeforeItIsArchived() {
        Camera camera = Camera.of("demo", "doorbell", TODAY);
        long frames = camera.framesIn(Duration.ofSeconds(12));
        long event = LongStream.range(0, frames)
                .filter(counter -> camera.header(counter).type() == FrameType.EVENT)
                .findFirst()
                .orElseThrow();
        LedgerDevice device =
                new LedgerDevice(camera, cloud::ingest, cloud.tokens().device("demo", "doorbell"), Level.RECEIVED);
        Rest rest = new Rest(cloud.indexer(), cloud.tokens().viewer("demo"));

        device.sendsUntilAcknowledged(0, frames - 1, 0, LIMIT);

        JsonNode found = await().atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> rest.get("/v1/devices/doorbell/events")
                                .body()
                                .path("events")
                                .path(0),
                        JsonNode::isObject);
        try (RecordingViewer viewer = RecordingViewer.watch(
                cloud.streamer(),
                cloud.tokens().viewer("demo"),
                "doorbell",
                "from=" + found.path("time").asText())) {
            await().atMost(LIMIT).until(() -> viewer.frames().stream()
                    .anyMatch(frame ->
                            frame.type() == FrameType.VIDEO && frame.timeMicros() >= camera.timeMicros(event)));
        }
        assertThat(found.path("counter").asLong()).isEqualTo(event);
        assertThat(found.path("archived").asBoolean(true)).isFalse();
    }

    private void assertThatAllIsThere(Camera camera, long last) {
        String device = camera.stream().device();
        try (RecordingViewer viewer = RecordingViewer.watch(
                cloud.streamer(), cloud.tokens().viewer("demo"), device, "from=start&speed=max")) {
            await().atMost(LIMIT).untilAsserted(() -> assertThat(viewer.count()).isGreaterThan((int) last));
            Frames.assertExactly(viewer.frames(), camera, 0, last);
        }
    }
}
