package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.device.Level;
import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.ProcessCloud;
import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.systemtests.device.LedgerDevice;
import io.dayreel.systemtests.viewer.Frames;
import io.dayreel.systemtests.viewer.RecordingViewer;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Five services from their own jars, one broker, an S3 server; each dies by SIGKILL in mid-stream and comes back. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KilledServicesST {
    private static final String TODAY = Day.of(Instant.now()).toString();
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final long LAST = 1249;
    private static final double FRAMES_PER_SECOND = 250;

    private ProcessCloud cloud;

    @BeforeAll
    void start(@TempDir Path directory) {
        Service.requireBuilt();
        cloud = ProcessCloud.start(
                directory,
                1,
                Map.of("dayreel.writer.segment-max-size", "1M", "dayreel.writer.segment-max-age", "PT10S"));
    }

    @AfterAll
    void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    @Covers({"A1", "C10"})
    @ParameterizedTest
    @EnumSource(Service.class)
    void aServiceKilledInMidStreamLosesNothingThatWasAcknowledged(Service service) throws Exception {
        LedgerDevice device = device("killed-" + service.name().toLowerCase(Locale.ROOT));
        CompletableFuture<Void> sending = sending(device);
        await().atMost(LIMIT).until(() -> device.acknowledged(Level.RECEIVED).size() > LAST / 3);

        cloud.instance(service, 0).process().kill9();
        cloud.instance(service, 0).process().restart();

        sending.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThatAllIsThere(device);
    }

    @Covers("C10")
    @Test
    void aBrokerKilledInMidStreamLosesNothingThatWasAcknowledged() throws Exception {
        LedgerDevice device = device("killed-broker");
        CompletableFuture<Void> sending = sending(device);
        await().atMost(LIMIT).until(() -> device.acknowledged(Level.RECEIVED).size() > LAST / 3);

        cloud.broker().kill9();
        cloud.broker().restart();

        sending.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThatAllIsThere(device);
    }

    private LedgerDevice device(String name) {
        return new LedgerDevice(
                Camera.of("acme", name, TODAY), cloud::ingest, cloud.tokens().device("acme", name), Level.RECEIVED);
    }

    private static CompletableFuture<Void> sending(LedgerDevice device) {
        return CompletableFuture.runAsync(() -> device.sendsUntilAcknowledged(0, LAST, FRAMES_PER_SECOND, LIMIT));
    }

    private void assertThatAllIsThere(LedgerDevice device) {
        assertThat(device.acknowledged(Level.RECEIVED).containsAll(0, LAST)).isTrue();
        await().atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .untilAsserted(() -> assertThatPlaybackIsWhole(device));
    }

    private void assertThatPlaybackIsWhole(LedgerDevice device) {
        try (RecordingViewer viewer = RecordingViewer.watch(
                cloud.streamer(),
                cloud.tokens().viewer("acme"),
                device.camera().stream().device(),
                "from=start&speed=max")) {
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(viewer.count()).isGreaterThan((int) LAST));
            Frames.assertExactly(viewer.frames(), device.camera(), 0, LAST);
        }
    }
}
