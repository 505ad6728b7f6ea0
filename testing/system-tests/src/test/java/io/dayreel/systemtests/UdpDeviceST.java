package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.viewer.Frames;
import io.dayreel.systemtests.viewer.RecordingViewer;
import io.dayreel.systemtests.viewer.SourcePackets;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.SampleFootage;
import io.dayreel.testkit.net.FaultProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** {@code dayreel push} on bad networks: UDP that loses, reorders and repeats packets, and TCP that is away for a while. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UdpDeviceST {
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final Duration GOAL = Duration.ofSeconds(60);
    private static final Duration AWAY = Duration.ofSeconds(3);
    private static final Day TODAY = Day.of(Instant.now());

    private StandaloneCloud cloud;
    private Rest rest;
    private Path directory;
    private Path footage;

    @BeforeAll
    void start(@TempDir Path created) {
        directory = created;
        footage = directory.resolve("cars.mp4");
        String whole = SampleFootage.carDetection().toString();
        Ffmpeg.find().run(List.of("-i", whole, "-t", "9", "-c", "copy", footage.toString()), LIMIT);
        cloud = StandaloneCloud.start(
                directory.resolve("data"),
                Map.of(
                        "dayreel.ingest.udp.session-lifetime", "PT20S",
                        "dayreel.writer.segment-max-age", "PT5S",
                        "dayreel.sync.repair.grace", "PT2S",
                        "dayreel.sync.days.quiet", "PT3S",
                        "dayreel.indexer.seal-period", "PT0.5S"));
        rest = new Rest(cloud.address(), cloud.tokens().viewer("demo"));
    }

    @AfterAll
    void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    private Cli push(String device, String spool, String server, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "push",
                footage.toString(),
                "--device",
                device,
                "--server",
                server,
                "--token",
                cloud.tokens().device("demo", device),
                "--spool",
                directory.resolve(spool).toString()));
        arguments.addAll(List.of(more));
        return Cli.start(Path.of("target", "processes", "push-" + spool + ".log"), arguments.toArray(String[]::new));
    }

    private JsonNode completeness(String device) {
        return rest.get("/v1/devices/" + device + "/days/" + TODAY + "/completeness")
                .body();
    }

    private RecordingViewer watch(String device) {
        return await().atMost(LIMIT)
                .ignoreExceptions()
                .until(
                        () -> RecordingViewer.watch(
                                cloud.streamer(), cloud.tokens().viewer("demo"), device, "from=start&speed=max"),
                        viewer -> true);
    }

    @Covers({"A1", "A9", "C6", "F1"})
    @Test
    void aDeviceOnALossyNetworkIsCompleteSoonAfterTcpIsBackAndItsDayIsSealedAndProven() throws Exception {
        SourcePackets packets = SourcePackets.of(footage);
        try (FaultProxy tcp = FaultProxy.to(cloud.address().getPort());
                Cli pushes = push(
                        "cam",
                        "spool-udp",
                        "http://127.0.0.1:" + tcp.port(),
                        "--transport=udp",
                        "--loss=0.1",
                        "--reorder",
                        "--duplicate",
                        "--wants=archived",
                        "--seal-day")) {
            try (RecordingViewer live = watch("cam")) {
                await().atMost(LIMIT).until(() -> live.count() > packets.count() / 6);
                tcp.refuse();
                int seen = live.count();
                await().during(AWAY).atMost(AWAY.multipliedBy(2)).until(pushes::isRunning);
                assertThat(live.count()).as("frames go on over UDP").isGreaterThan(seen + packets.count() / 6);
                tcp.heal();
            }
            Instant reachable = Instant.now();
            awaitComplete("cam", reachable);

            assertThatAllIsReadable("cam", packets);
            awaitSealed("cam");
            verifyDay("cam");
            pushes.succeedsWithin(LIMIT);
            assertThat(pushes.text()).contains("all archived").doesNotContain("udp:");
        }
    }

    private static long endsKnown(JsonNode day) {
        return day.path("runs").findValuesAsText("endKnown").stream()
                .filter("true"::equals)
                .count();
    }

    private void awaitComplete(String device, Instant reachable) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            JsonNode day = completeness(device);
            assertThat(day.path("completeness").asDouble()).isEqualTo(1.0);
            assertThat(endsKnown(day)).isEqualTo(1);
            assertThat(day.path("lost").asLong()).isZero();
        });
        Duration took = Duration.between(reachable, Instant.now());
        System.out.println("completeness 1.0 " + took.toMillis() + " ms after TCP was there");
        assertThat(took).isLessThan(GOAL);
    }

    private void assertThatAllIsReadable(String device, SourcePackets packets) {
        try (RecordingViewer viewer = watch(device)) {
            long expected = completeness(device).path("expected").asLong();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat((long) viewer.count()).isEqualTo(expected));
            Frames.assertOnceAndInOrder(viewer.frames());
            packets.assertSameAs(viewer.frames());
        }
    }

    private void awaitSealed(String device) {
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(completeness(device).path("state").asText()).isEqualTo("sealed"));
    }

    private void verifyDay(String device) throws Exception {
        Path said = directory.resolve("verified-" + device + ".txt");
        try (Cli verify = Cli.start(
                said,
                "verify",
                "--store",
                cloud.data().resolve("objects").toString(),
                "--prefix",
                "demo/" + device + "/" + TODAY + "/",
                "--public-key",
                cloud.data().resolve("keys").resolve("seal-public.pem").toString())) {
            verify.succeedsWithin(LIMIT);
            assertThat(Files.readString(said)).contains("sealed and intact");
        }
    }

    @Covers({"A1", "D3"})
    @Test
    void aDeviceThatCanOnlySendHttpIsComplete() throws Exception {
        SourcePackets packets = SourcePackets.of(footage);
        try (Cli pushes = push(
                "http",
                "spool-http",
                cloud.address().toString(),
                "--transport=http",
                "--loss=0.1",
                "--reorder",
                "--duplicate",
                "--fast")) {
            Instant begin = Instant.now();
            pushes.succeedsWithin(LIMIT);
            awaitComplete("http", begin);
        }
        assertThatAllIsReadable("http", packets);
    }

    @Covers({"C6", "D3"})
    @Test
    void aDeviceWhoseSpoolIsGoneBeginsAnotherRunAndNothingOfTheFirstChanges() throws Exception {
        int packets = SourcePackets.of(footage).count();
        for (int run = 1; run <= 2; run++) {
            String spool = "spool-reset-" + run;
            String begin = "--start-time=" + TODAY + "T00:00:00Z";
            try (Cli pushes = push("reset", spool, cloud.address().toString(), "--transport=udp", "--fast", begin)) {
                pushes.succeedsWithin(LIMIT);
            }
            int runs = run;
            await().atMost(LIMIT).until(() -> endsKnown(completeness("reset")) == runs);
        }

        JsonNode day = completeness("reset");
        assertThat(day.path("completeness").asDouble()).isEqualTo(1.0);
        assertThat(day.path("runs")).hasSize(2);
        assertThat(day.path("received").asLong()).isGreaterThan(2L * packets);
        assertThat(Files.readString(Path.of("target", "processes", "push-spool-reset-2.log")))
                .contains("the server holds other frames of run");
    }
}
