package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dayreel.contracts.device.Level;
import io.dayreel.protocol.stream.Day;
import io.dayreel.systemtests.cloud.ProcessCloud;
import io.dayreel.systemtests.cloud.ProcessCloud.Service;
import io.dayreel.systemtests.device.LedgerDevice;
import io.dayreel.systemtests.images.ImageLaunch;
import io.dayreel.systemtests.images.NoImagesHereException;
import io.dayreel.systemtests.images.UnpackedLaunch;
import io.dayreel.systemtests.upgrade.UpgradeRun;
import io.dayreel.systemtests.viewer.Frames;
import io.dayreel.systemtests.viewer.RecordingViewer;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The five services out of their images, with exactly the command line and environment that these name: by a container
 * engine where one answers, else unpacked, in mount namespaces.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImagesST {
    private static final String TODAY = Day.of(Instant.now()).toString();
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final long MEMORY = 768L << 20;
    private static final long LAST = 499;
    private static final double FRAMES_PER_SECOND = 250;

    private boolean unpacked;
    private ImageLaunch launch;
    private ProcessCloud cloud;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        Service.requireBuilt();
        try {
            launch = ImageLaunch.here(directory.resolve("images"), MEMORY)
                    .withJavaOptions(ImageLaunch.MANY_ON_ONE_MACHINE);
        } catch (NoImagesHereException e) {
            System.err.println("WARNING: THE IMAGES ARE NOT TESTED: " + e.getMessage());
            abort(e.getMessage());
        }
        unpacked = launch instanceof UnpackedLaunch;
        Map<String, String> settings =
                Map.of("dayreel.writer.segment-max-size", "1M", "dayreel.writer.segment-max-age", "PT5S");
        cloud = ProcessCloud.start(directory.resolve("cloud"), UpgradeRun.layout(settings), launch);
    }

    @AfterAll
    void stop() {
        if (cloud != null) {
            cloud.close();
        }
    }

    @Covers({"A1", "B11"})
    @Test
    void whatADeviceSendsIsSeenLiveAndAgainFromTheArchive() throws Exception {
        LedgerDevice device = new LedgerDevice(
                Camera.of("acme", "porch", TODAY),
                cloud::ingest,
                cloud.tokens().device("acme", "porch"),
                Level.ARCHIVED);

        device.sendsUntilAcknowledged(0, LAST, FRAMES_PER_SECOND, LIMIT);
        assertThatAllIsSeen(device, "live end and tail");
        forgetTails();

        assertThat(device.acknowledged(Level.ARCHIVED).containsAll(0, LAST)).isTrue();
        assertThatAllIsSeen(device, "archive");
    }

    private void forgetTails() throws IOException {
        for (int i = 0; i < cloud.copies(Service.STREAMER); i++) {
            cloud.instance(Service.STREAMER, i).process().stop();
            delete(cloud.stateOf(Service.STREAMER, i).resolve("tail"));
        }
        for (int i = 0; i < cloud.copies(Service.STREAMER); i++) {
            cloud.instance(Service.STREAMER, i).process().restart();
        }
    }

    /** How long viewers stand still is measured by {@code testing/system-tests/rolling-upgrade}, with more of them. */
    @Covers({"B2", "B11"})
    @Test
    void aNewVersionIsBroughtInWithoutALostFrameOrAViewerLeftBehind(@TempDir Path directory) throws Exception {
        try (UpgradeRun run = UpgradeRun.start(cloud, directory, 40, 20)) {
            for (Service service : Service.values()) {
                assertThat(run.upgrade(service)).hasSize(2);
            }
            run.kill(Service.INGEST, 0);
            run.kill(Service.STREAMER, 0);

            assertThat(run.finish().acknowledged()).isGreaterThan(40 * 100);
        }
    }

    private void assertThatAllIsSeen(LedgerDevice device, String from) {
        await().atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .ignoreExceptions()
                .untilAsserted(() -> {
                    try (RecordingViewer viewer = RecordingViewer.watch(
                            cloud.streamer(), cloud.tokens().viewer("acme"), "porch", "from=start&speed=max")) {
                        await().atMost(Duration.ofSeconds(20))
                                .untilAsserted(() ->
                                        assertThat(viewer.count()).as(from).isGreaterThan((int) LAST));
                        Frames.assertExactly(viewer.frames(), device.camera(), 0, LAST);
                    }
                });
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void aServiceIsNobodyAndCannotWriteItsRoot(Service service) throws IOException {
        assumeTrue(unpacked, "an engine's processes are its own to look at");
        Path process = Path.of(
                "/proc", Long.toString(cloud.instance(service, 0).process().pid()));

        String status = Files.readString(process.resolve("status"));
        String mounts = Files.readString(process.resolve("mountinfo"));

        assertThat(status)
                .containsPattern("Uid:\\s+10001\\s+10001")
                .containsPattern("Gid:\\s+10001\\s+10001")
                .containsPattern("Groups:\\s*\\n")
                .containsPattern("CapEff:\\s+0+\\n")
                .containsPattern("NoNewPrivs:\\s+1");
        assertThat(mounts.lines().filter(line -> line.split(" ")[4].equals("/")).reduce((first, last) -> last))
                .hasValueSatisfying(root -> assertThat(root.split(" ")[5]).startsWith("ro"));
    }

    @ParameterizedTest
    @EnumSource(Service.class)
    void theHeapIsHalfOfTheMemoryThatTheContainerMayUse(Service service) throws Exception {
        String metrics =
                get(cloud.instance(service, 0).address().resolve("/q/metrics")).body();

        double heap = metrics.lines()
                .filter(line -> line.startsWith("jvm_memory_max_bytes{area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .filter(bytes -> bytes > 0)
                .sum();

        assertThat(heap).isBetween(0.4 * MEMORY, 0.51 * MEMORY);
    }

    @Test
    void theCommandMakesTheTopicsThatAreMissingAndThenFindsThemAllRight(@TempDir Path state) {
        Map<String, String> environment = Map.of(
                "DAYREEL_KAFKA_BOOTSTRAP_SERVERS", cloud.kafka(),
                "DAYREEL_TOPICS_PARTITIONS", "4",
                "DAYREEL_TOPICS_REPLICATION", "1");

        launch.command(state, environment, "topics");

        assertThat(launch.command(state, environment, "topics", "--check"))
                .contains("frames: 4 partitions, 1 copies")
                .contains("instances: 4 partitions, 1 copies");
    }

    @Test
    void theStreamersImageServesThePage() throws Exception {
        HttpResponse<String> page = get(cloud.streamer().resolve("/"));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("<title>Dayreel</title>");
    }

    private static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).timeout(LIMIT).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void delete(Path tree) throws IOException {
        assertThat(tree).exists();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
