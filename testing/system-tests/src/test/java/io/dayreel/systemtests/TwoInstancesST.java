package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.device.Level;
import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.ProcessCloud;
import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.device.LedgerDevice;
import io.dayreel.systemtests.viewer.Frames;
import io.dayreel.systemtests.viewer.RecordingViewer;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of each service at once; one of each goes away in mid-stream, so that its partitions move. */
class TwoInstancesST {
    private static final String TODAY = Day.of(Instant.now()).toString();
    private static final Duration LIMIT = Duration.ofSeconds(150);
    private static final long LAST = 2999;

    @Covers({"A1", "C10"})
    @Test
    void partitionsMoveInMidStreamAndNothingIsMissingOrTwice(@TempDir Path directory) throws Exception {
        Service.requireBuilt();
        try (ProcessCloud cloud = ProcessCloud.start(
                directory,
                2,
                Map.of("dayreel.writer.segment-max-size", "1M", "dayreel.writer.segment-max-age", "PT10S"))) {
            List<LedgerDevice> devices = IntStream.range(0, 4)
                    .mapToObj(number -> device(cloud, "cam-" + number))
                    .toList();
            CompletableFuture<?>[] sendings = devices.stream()
                    .map(device -> CompletableFuture.runAsync(() -> device.sendsUntilAcknowledged(0, LAST, 150, LIMIT)))
                    .toArray(CompletableFuture[]::new);
            await().atMost(LIMIT).until(() -> devices.stream()
                    .allMatch(device -> device.acknowledged(Level.RECEIVED).size() > LAST / 4));

            cloud.instance(Service.WRITER, 1).process().stop();
            cloud.instance(Service.STREAMER, 1).process().kill9();
            cloud.instance(Service.INDEXER, 1).process().kill9();
            cloud.instance(Service.SYNC, 1).process().stop();
            cloud.instance(Service.INGEST, 1).process().stop();

            CompletableFuture.allOf(sendings).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            devices.forEach(device -> assertThatAllIsThere(cloud, device));
            assertThatNothingIsMissing(cloud, devices);
        }
    }

    private static LedgerDevice device(ProcessCloud cloud, String name) {
        int home = name.hashCode() & 1;
        return new LedgerDevice(
                Camera.of("acme", name, TODAY),
                () -> livingIngest(cloud, home),
                cloud.tokens().device("acme", name),
                Level.RECEIVED);
    }

    private static URI livingIngest(ProcessCloud cloud, int home) {
        int index = cloud.instance(Service.INGEST, home).process().isAlive() ? home : 0;
        return cloud.instance(Service.INGEST, index).address();
    }

    private static void assertThatAllIsThere(ProcessCloud cloud, LedgerDevice device) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    try (RecordingViewer viewer = RecordingViewer.watch(
                            cloud.streamer(),
                            cloud.tokens().viewer("acme"),
                            device.camera().stream().device(),
                            "from=start&speed=max")) {
                        await().atMost(Duration.ofSeconds(20))
                                .untilAsserted(() -> assertThat(viewer.count()).isGreaterThan((int) LAST));
                        Frames.assertExactly(viewer.frames(), device.camera(), 0, LAST);
                    }
                });
    }

    private static void assertThatNothingIsMissing(ProcessCloud cloud, List<LedgerDevice> devices) {
        Rest rest = new Rest(cloud.sync(), cloud.tokens().viewer("acme"));
        for (LedgerDevice device : devices) {
            String missing = "/v1/devices/" + device.camera().stream().device() + "/days/" + TODAY + "/missing";
            await().atMost(LIMIT).untilAsserted(() -> {
                Rest.Answer answer = rest.get(missing);
                assertThat(answer.body().path("received").asLong())
                        .as("received of %s, %s", device.camera().stream(), answer)
                        .isEqualTo(LAST + 1);
                assertThat(answer.body().path("missing").asLong(-1))
                        .as("missing of %s, %s", device.camera().stream(), answer)
                        .isZero();
            });
        }
    }
}
