package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.contracts.device.Level;
import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.LedgerDevice;
import io.dayreel.systemtests.device.Pusher;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.media.SampleFootage;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames that did not come are asked for, come, and take their place; those that never can are called lost. */
class RepairST {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Day PAST = Day.parse("2026-03-01");

    @TempDir
    static Path directory;

    private static StandaloneCloud cloud;

    @BeforeAll
    static void start() {
        cloud = StandaloneCloud.start(
                directory.resolve("data"),
                Map.of(
                        "dayreel.writer.segment-max-age", "PT5S",
                        "dayreel.sync.repair.grace", "PT2S",
                        "dayreel.sync.days.quiet", "PT5S"));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static Cli push(String device, String... options) {
        return new Pusher(cloud, directory).push(device, SampleFootage.carDetection(), options);
    }

    private static JsonNode get(String path) {
        Rest.Answer answer = new Rest(cloud.address(), cloud.tokens().viewer("demo")).get(path);
        return answer.body();
    }

    private static List<String> steps(String device, Day day) {
        List<String> steps = new ArrayList<>();
        get("/v1/devices/" + device + "/days/" + day + "/repairs")
                .path("events")
                .forEach(event -> steps.add(event.path("kind").asText()));
        return steps;
    }

    @Covers({"A7", "A9", "C6"})
    @Test
    void framesThatTheDeviceLeftOutAreAskedForAndTheTimelineHasNoHole() throws Exception {
        String days = "/v1/devices/lossy/days/" + PAST;
        try (Cli pushes = push("lossy", "--loss", "0.1", "--fast", "--start-time", PAST + "T08:00:00Z")) {
            pushes.succeedsWithin(LIMIT);
        }

        await().atMost(LIMIT).pollInterval(LOOK).untilAsserted(() -> {
            JsonNode day = get(days + "/completeness");
            assertThat(day.path("completeness").asDouble()).isEqualTo(1.0);
            assertThat(day.path("expected").asLong()).isGreaterThan(100);
            assertThat(day.path("runs").path(0).path("endKnown").asBoolean()).isTrue();
        });
        assertThat(steps("lossy", PAST)).contains("asked", "healed").doesNotContain("lost");
        await().atMost(LIMIT).pollInterval(LOOK).untilAsserted(() -> {
            JsonNode timeline = get(days + "/timeline");
            assertThat(timeline.path("holes")).isEmpty();
            long archived = 0;
            for (JsonNode recorded : timeline.path("recorded")) {
                for (JsonNode range : recorded.path("counters")) {
                    archived += range.path(1).asLong() - range.path(0).asLong() + 1;
                }
            }
            assertThat(archived)
                    .isEqualTo(get(days + "/completeness").path("expected").asLong());
        });
        JsonNode fleet = get("/v1/completeness?day=" + PAST);
        assertThat(fleet.path("devices").findValuesAsText("device")).contains("lossy");
    }

    @Covers({"A7", "A9"})
    @Test
    void framesOfASpoolThatIsGoneAreLostWithTheReason() {
        Day today = Day.of(Instant.now());
        Camera camera = Camera.of("demo", "reflashed", today.toString());
        LedgerDevice before =
                new LedgerDevice(camera, cloud::ingest, cloud.tokens().device("demo", "reflashed"), Level.RECEIVED);
        before.sendsUntilAcknowledged(0, 39, 0, LIMIT);
        before.sendsUntilAcknowledged(45, 99, 0, LIMIT);

        try (Cli after = push("reflashed", "--loop")) {
            await().atMost(LIMIT).pollInterval(LOOK).untilAsserted(() -> {
                JsonNode runs = get("/v1/devices/reflashed/days/" + today + "/completeness")
                        .path("runs");
                JsonNode run = runs.path(0).path("run").asInt() == camera.run() ? runs.path(0) : runs.path(1);
                assertThat(run.path("lost").toString()).isEqualTo("[{\"ranges\":[[40,44]],\"reason\":\"not-held\"}]");
                assertThat(run.path("missing")).isEmpty();
                assertThat(run.path("endKnown").asBoolean()).isFalse();
            });
            assertThat(after.isRunning()).isTrue();
        }
        assertThat(steps("reflashed", today)).contains("asked", "answered", "lost");
    }
}
