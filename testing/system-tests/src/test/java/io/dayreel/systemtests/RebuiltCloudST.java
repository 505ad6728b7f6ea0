package io.dayreel.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.CompletenessRecord.State;
import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.topics.DevicePartitioner;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.systemtests.cloud.Rest;
import io.dayreel.systemtests.cloud.StandaloneCloud;
import io.dayreel.systemtests.device.Cli;
import io.dayreel.systemtests.device.LedgerDevice;
import io.dayreel.systemtests.viewer.RecordingViewer;
import io.dayreel.systemtests.viewer.SeenFrame;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.camera.Camera;
import io.dayreel.testkit.process.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything but object storage is lost: broker, indexes, spools, tails and keys. */
class RebuiltCloudST {
    private static final String YESTERDAY =
            Day.of(Instant.now().minus(Duration.ofDays(1))).toString();
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String WHO_ANNOUNCED = "\"reason\":\"[a-z-]+\",\"writer\":\"[^\"]*\",\"createdMillis\":\\d+";

    @TempDir
    Path directory;

    private final int broker = FreePort.next();

    @Covers({"F1", "F4"})
    @Test
    void catalogueTimelineSealAndPlaybackComeBackTheSameAndTheDayIsProvenWithoutAServer() throws Exception {
        Path data = directory.resolve("data");
        Camera sealed = Camera.of("demo", "sealed", YESTERDAY);
        Camera open = Camera.of("demo", "open", YESTERDAY);
        List<JsonNode> answers;
        List<SeenFrame> played;
        try (StandaloneCloud cloud = start(data)) {
            LedgerDevice device = device(cloud, sealed);
            device.sendsUntilAcknowledged(0, 299, 0, LIMIT);
            device.sendsUntilAcknowledged(320, 499, 0, LIMIT);
            device(cloud, open).sendsUntilAcknowledged(0, 199, 0, LIMIT);
            awaitSealed(cloud, sealed.stream());
            answers = answers(cloud);
            played = played(cloud, "sealed", 480);
            Files.copy(data.resolve("keys/seal-public.pem"), directory.resolve("seal-public.pem"));
        }
        deleteAllBut(data, "objects");

        try (StandaloneCloud cloud = start(data)) {
            assertThat(new Rest(cloud.indexer(), cloud.tokens().viewer("demo"))
                            .get("/v1/devices")
                            .body()
                            .path("devices"))
                    .isEmpty();
            reindex(cloud);

            await().atMost(LIMIT).untilAsserted(() -> assertThat(answers(cloud)).isEqualTo(answers));
            assertThat(played(cloud, "sealed", 480)).isEqualTo(played);
        }
        try (Cli verify = Cli.start(
                directory.resolve("verify.txt"),
                "verify",
                "--store",
                data.resolve("objects").toString(),
                "--prefix",
                sealed.stream() + "/",
                "--public-key",
                directory.resolve("seal-public.pem").toString())) {
            verify.succeedsWithin(LIMIT);
            assertThat(verify.text()).contains("sealed and intact", "480 frames");
        }
    }

    private StandaloneCloud start(Path data) {
        return StandaloneCloud.start(
                data,
                Map.of(
                        "dayreel.standalone.broker-port",
                        Integer.toString(broker),
                        "dayreel.kafka.bootstrap-servers",
                        "127.0.0.1:" + broker,
                        "dayreel.writer.segment-max-age",
                        "PT3S",
                        "dayreel.indexer.seal-period",
                        "PT0.5S"));
    }

    private static LedgerDevice device(StandaloneCloud cloud, Camera camera) {
        String token = cloud.tokens().device("demo", camera.stream().device());
        return new LedgerDevice(camera, cloud::ingest, token, Level.ARCHIVED);
    }

    /** Says what sync-service says once a day is over, until the indexer did its part. */
    private void awaitSealed(StandaloneCloud cloud, StreamId stream) throws Exception {
        Rest rest = new Rest(cloud.indexer(), cloud.tokens().viewer("demo"));
        Map<String, Object> client = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                "127.0.0.1:" + broker,
                ProducerConfig.PARTITIONER_CLASS_CONFIG,
                DevicePartitioner.class);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer())) {
            await().atMost(LIMIT).pollInterval(Duration.ofSeconds(1)).until(() -> {
                long now = System.currentTimeMillis();
                CompletenessRecord ready =
                        new CompletenessRecord(stream, State.READY, 0, 0, 0, 0, List.of(), now, now, now);
                producer.send(new ProducerRecord<>("completeness", stream.toString(), Json.writeBytes(ready)))
                        .get(30, TimeUnit.SECONDS);
                return rest.get(day(stream) + "/manifest").status() == 200
                        && rest.get(day(stream)).body().has("sealed");
            });
        }
    }

    private static String day(StreamId stream) {
        return "/v1/devices/" + stream.device() + "/days/" + stream.day();
    }

    private static List<JsonNode> answers(StandaloneCloud cloud) throws IOException {
        Rest rest = new Rest(cloud.indexer(), cloud.tokens().viewer("demo"));
        List<JsonNode> answers = new ArrayList<>();
        for (String device : List.of("sealed", "open")) {
            String day = "/v1/devices/" + device + "/days/" + YESTERDAY;
            for (String path : List.of("", "/timeline", "/segments", "/key-frames", "/manifest")) {
                answers.add(withoutWhoAnnounced(rest.get(day + path).body()));
            }
            answers.add(rest.get("/v1/devices/" + device + "/days").body());
            answers.add(rest.get("/v1/devices/" + device + "/events").body());
        }
        return answers;
    }

    private static JsonNode withoutWhoAnnounced(JsonNode answer) throws IOException {
        return new ObjectMapper().readTree(answer.toString().replaceAll(WHO_ANNOUNCED, "\"reason\":\"\""));
    }

    private static List<SeenFrame> played(StandaloneCloud cloud, String device, int frames) {
        try (RecordingViewer viewer = RecordingViewer.watch(
                cloud.streamer(), cloud.tokens().viewer("demo"), device, "from=start&speed=max")) {
            await().atMost(LIMIT).until(() -> viewer.count() >= frames);
            assertThat(viewer.frames()).hasSize(frames);
            return viewer.frames();
        }
    }

    private static void reindex(StandaloneCloud cloud) {
        Rest rest = new Rest(cloud.indexer(), cloud.tokens().operator("demo"));
        String id = rest.post("/v1/reindex", "").body().path("id").asText();
        await().atMost(LIMIT).until(() -> rest.get("/v1/reindex/" + id)
                .body()
                .path("state")
                .asText()
                .equals("SUCCEEDED"));
        assertThat(rest.get("/v1/reindex/" + id).body().path("sealed").asInt()).isEqualTo(1);
    }

    private static void deleteAllBut(Path data, String kept) throws IOException {
        List<Path> lost;
        try (Stream<Path> files = Files.walk(data)) {
            lost = files.filter(path -> !path.equals(data) && !path.startsWith(data.resolve(kept)))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path path : lost) {
            Files.delete(path);
        }
        try (Stream<Path> rest = Files.list(data)) {
            assertThat(rest).containsExactly(data.resolve(kept));
        }
    }
}
