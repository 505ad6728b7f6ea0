package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.udp.UdpSessionAnswer;
import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.UdpCamera;
import io.dayreel.systemtests.viewer.Frames;
import io.dayreel.systemtests.viewer.RecordingViewer;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames that come late over UDP heal the timeline as those over TCP do: in the tail, and behind the archive. */
class LateUdpFramesST {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String DEVICE = "late";
    private static final String TODAY = Day.of(Instant.now()).toString();

    @TempDir
    Path directory;

    @Covers({"A1", "A7"})
    @Test
    void framesThatComeLateOverUdpTakeTheirPlaceAndTheViewerIsTold() throws Exception {
        Camera camera = Camera.of("demo", DEVICE, TODAY);
        try (StandaloneCloud cloud = StandaloneCloud.start(
                        directory.resolve("data"), Map.of("dayreel.writer.segment-max-age", "PT3S"));
                UdpCamera device = new UdpCamera(session(cloud))) {
            device.sends(camera.sends(0, 399).loses(40, 44).loses(100, 104));
            try (RecordingViewer viewer = watch(cloud)) {
                await().atMost(LIMIT).until(() -> viewer.count() == 390);

                device.sends(camera.resends(40, 44));
                await().atMost(LIMIT).untilAsserted(() -> assertThat(viewer.messages("healed"))
                        .extracting(healed -> healed.path("ranges").toString())
                        .containsExactly("[[40,44]]"));
                await().atMost(LIMIT)
                        .untilAsserted(() -> assertThat(timeline(cloud)).contains("\"counters\":[[100,104]]"));
                device.sends(camera.resends(100, 104));
                await().atMost(LIMIT).untilAsserted(() -> assertThat(viewer.messages("healed"))
                        .hasSize(2));
            }

            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(timeline(cloud)).contains("\"holes\":[]"));
            try (RecordingViewer viewer = watch(cloud)) {
                await().atMost(LIMIT).until(() -> viewer.count() >= 400);
                Frames.assertExactly(viewer.frames(), camera, 0, 399);
                assertThat(viewer.messages("gap")).isEmpty();
            }
        }
    }

    private static UdpSessionAnswer session(StandaloneCloud cloud) {
        Rest.Answer answer = new Rest(cloud.ingest(), cloud.tokens().device("demo", DEVICE))
                .post("/v1/udp-sessions", "{\"device\":\"" + DEVICE + "\",\"cipher\":[\"chacha20-poly1305\"]}");
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(201);
        return Json.read(answer.body().toString(), UdpSessionAnswer.class);
    }

    private static String timeline(StandaloneCloud cloud) {
        return new Rest(cloud.indexer(), cloud.tokens().viewer("demo"))
                .get("/v1/devices/" + DEVICE + "/days/" + TODAY + "/timeline")
                .body()
                .toString();
    }

    private static RecordingViewer watch(StandaloneCloud cloud) {
        return RecordingViewer.watch(cloud.streamer(), cloud.tokens().viewer("demo"), DEVICE, "from=start&speed=max");
    }
}
