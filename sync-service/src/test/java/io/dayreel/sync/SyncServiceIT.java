package io.dayreel.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.access.DeviceScope;
import io.dayreel.access.InstallationKeys;
import io.dayreel.access.Role;
import io.dayreel.access.TokenIssuer;
import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.contracts.topics.DevicePartitioner;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.kafka.ControlTopicReader;
import io.dayreel.runtime.kafka.ControlTopicSource;
import io.dayreel.runtime.kafka.ControlTopicWriter;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.broker.KafkaBroker;
import io.dayreel.testkit.process.FreePort;
import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged service with a real broker. */
class SyncServiceIT {
    private static final TopicNames NAMES = new TopicNames(KafkaBroker.uniqueTopic("sync") + ".");
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Queue<DeviceCommand> ASKED = new ConcurrentLinkedQueue<>();

    @TempDir
    static Path directory;

    private static ControlTopicWriter topics;
    private static KafkaProducer<String, byte[]> watermarks;
    private static ControlTopicReader<DeviceCommand> commands;
    private static long offset;
    private static TokenIssuer issuer;
    private static String address;
    private static ServiceProcess sync;

    @BeforeAll
    static void start() throws Exception {
        KafkaBroker broker = KafkaBroker.shared();
        InstallationKeys keys = InstallationKeys.createIfAbsent(directory.resolve("keys"));
        issuer = new TokenIssuer(InstallationKeys.readPrivateKey(keys.privateKey()), InstantSource.system());
        int port = FreePort.next();
        address = "http://127.0.0.1:" + port;
        sync = ServiceCommand.jar("sync", JAR)
                .jvm("-Xmx256m")
                .shortLived()
                .property("quarkus.http.host", "127.0.0.1")
                .property("quarkus.http.port", Integer.toString(port))
                .property("dayreel.instance.id", "one")
                .property("dayreel.instance.address", address)
                .property("dayreel.kafka.bootstrap-servers", broker.bootstrapServers())
                .property("dayreel.topics.prefix", NAMES.prefix())
                .property("dayreel.topics.partitions", "4")
                .property("dayreel.topics.create", "true")
                .property("dayreel.topics.replication", "1")
                .property("dayreel.access.public-key", keys.publicKey().toString())
                .property("dayreel.access.shared-secret", keys.sharedSecret().toString())
                .property(
                        "dayreel.sync.state-directory",
                        directory.resolve("state").toString())
                .property("dayreel.sync.session-timeout", "PT6S")
                .property("dayreel.sync.repair.grace", "PT2S")
                .property("dayreel.sync.repair.answer", "PT1M")
                .readyWithin(Duration.ofMinutes(3))
                .readyWhen(Readiness.httpOk(address + "/q/health/ready"))
                .start();
        KafkaConnection kafka = new KafkaConnection(broker.bootstrapServers(), Map.of());
        topics = new ControlTopicWriter(kafka, NAMES, "test-sync");
        watermarks = new KafkaProducer<>(
                kafka.producer("test-watermarks"), new StringSerializer(), new ByteArraySerializer());
        commands = new ControlTopicReader<>(
                        kafka,
                        "test-commands",
                        ControlTopicSource.all(
                                NAMES.of(Topic.DEVICE_COMMANDS),
                                DeviceCommand.class,
                                new ControlTopicSource.Start.Beginning()),
                        (source, command) -> ASKED.add(command))
                .start();
    }

    @AfterAll
    static void stop() {
        commands.close();
        watermarks.close(Duration.ofSeconds(1));
        topics.close();
        sync.close();
    }

    private static void report(StreamId stream, CounterRanges ranges, Optional<RunEnd> end) throws Exception {
        CoverageRecord.CoveredRun run =
                new CoverageRecord.CoveredRun(1, ranges, 1_000_000, 2_000_000, ranges.size(), 1, end);
        send(Topic.COVERAGE, stream.toString(), new CoverageRecord.Ranges(stream, List.of(run), 0, 0, 1));
    }

    private static void send(Topic topic, String key, Object value) throws Exception {
        topics.send(topic, key, value).get(30, TimeUnit.SECONDS);
    }

    private static HttpResponse<String> get(String path, String tenant) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).timeout(Duration.ofSeconds(20));
        if (!tenant.isEmpty()) {
            request.header("Authorization", "Bearer " + token(tenant, Role.VIEWER));
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static String token(String tenant, Role role) {
        return issuer.issue("test", tenant, role, DeviceScope.everyDevice(), Duration.ofHours(1));
    }

    private static HttpResponse<String> resend(String path, String body, Role role) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "/v1/devices/" + path + "/resends"))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token("demo", role))
                .POST(BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static void awaitMissing(String device, String part) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(get("/v1/devices/" + device + "/days/2026-03-01/missing", "demo")
                                .body())
                        .contains(part));
    }

    /** As the writer does: everything of the device's partition that was received until now is reported. */
    private static void watermark(StreamId stream) {
        int partition = DevicePartitioner.partition(stream, 4);
        watermarks.send(new ProducerRecord<>(
                NAMES.of(Topic.COVERAGE),
                partition,
                CoverageRecord.watermarkKey(partition),
                Json.writeBytes(new CoverageRecord.Watermark(
                        partition, ++offset, Instant.now().toEpochMilli()))));
    }

    private static List<DeviceCommand.Resend> asked(StreamId stream) {
        return ASKED.stream()
                .map(DeviceCommand.Resend.class::cast)
                .filter(command -> command.device().equals(stream.deviceId()))
                .toList();
    }

    private static PresenceRecord connected(StreamId stream) {
        long now = Instant.now().toEpochMilli();
        return new PresenceRecord(stream.deviceId(), "i", "s", true, now, now + 600_000, "test", List.of(), 0);
    }

    @Covers({"A7", "A9"})
    @Test
    void aHoleIsAskedForOnceEvenIfTheServiceIsKilledMeanwhileAndItsHealingIsTold() throws Exception {
        StreamId stream = StreamId.parse("demo/body/2026-03-02");
        send(Topic.PRESENCE, "demo/body", connected(stream));
        report(stream, CounterRanges.of(new CounterRange(0, 9), new CounterRange(20, 29)), Optional.empty());
        report(StreamId.parse("demo/adam/2026-03-02"), CounterRanges.of(new CounterRange(0, 9)), Optional.empty());
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    watermark(stream);
                    return !asked(stream).isEmpty();
                });
        DeviceCommand.Resend request = asked(stream).get(0);
        assertThat(request.device()).isEqualTo(stream.deviceId());
        assertThat(request.ranges()).isEqualTo(CounterRanges.of(new CounterRange(10, 19)));

        sync.kill9();
        sync.restart();
        long quietUntil = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    watermark(stream);
                    return System.nanoTime() > quietUntil;
                });
        assertThat(asked(stream)).hasSize(1);

        report(stream, CounterRanges.of(new CounterRange(10, 19)), Optional.empty());
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    watermark(stream);
                    assertThat(get("/v1/devices/body/days/2026-03-02/repairs", "demo")
                                    .body())
                            .contains("\"kind\":\"asked\"", "\"kind\":\"healed\"", "\"frames\":10");
                });
        assertThat(get("/v1/devices/body/days/2026-03-02/completeness", "demo").body())
                .contains(
                        "\"expected\":30,\"received\":30,\"missing\":0", "\"completeness\":1.0", "\"state\":\"open\"");
        String page = get("/v1/completeness?day=2026-03-02&limit=1", "demo").body();
        assertThat(page).contains("\"device\":\"adam\"").doesNotContain("\"device\":\"body\"");
        String cursor = page.replaceAll(".*\"next\":\"([^\"]+)\".*", "$1");
        assertThat(get("/v1/completeness?day=2026-03-02&limit=1&cursor=" + cursor, "demo")
                        .body())
                .contains("\"device\":\"body\"", "\"connected\":true")
                .doesNotContain("adam", "next");
        assertThat(get("/v1/completeness?day=2026-03-02", "other").body()).contains("\"devices\":[]");
    }

    @Covers("A7")
    @Test
    void aWatchedDeviceIsAskedForItsNewestFramesFirst() throws Exception {
        StreamId stream = StreamId.parse("demo/stage/2026-03-01");
        send(Topic.PRESENCE, "demo/stage", connected(stream));
        report(stream, CounterRanges.of(new CounterRange(20_000, 20_009)), Optional.empty());
        awaitMissing("stage", "\"missing\":[[0,19999]]");

        long until = Instant.now().plusSeconds(60).toEpochMilli();
        send(Topic.REPAIR_WISHES, "demo/stage", new RepairWish.Watched(stream.deviceId(), "streamer", until));
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    watermark(stream);
                    return !asked(stream).isEmpty();
                });

        assertThat(asked(stream).get(0).ranges()).isEqualTo(CounterRanges.of(new CounterRange(15_000, 19_999)));
    }

    @Covers({"A7", "A9"})
    @Test
    void missingIsWhatNeitherReportsNorRepeatsCoverUpToTheDeclaredEnd() throws Exception {
        StreamId stream = StreamId.parse("demo/cam/2026-03-01");
        send(
                Topic.PRESENCE,
                "demo/cam",
                new PresenceRecord(
                        stream.deviceId(),
                        "i",
                        "s",
                        true,
                        1,
                        2,
                        "test",
                        List.of(new PresenceRecord.DeviceRun(stream.day(), 1, 50)),
                        0));
        awaitMissing("cam", "\"missing\":[[0,49]],\"expected\":50");

        send(Topic.COVERAGE, stream.toString(), Map.of("type", "ranges", "stream", 5));
        report(stream, CounterRanges.of(new CounterRange(30, 39)), Optional.empty());
        report(stream, CounterRanges.of(new CounterRange(0, 9)), Optional.empty());
        report(stream, CounterRanges.of(new CounterRange(5, 9)), Optional.empty());
        awaitMissing("cam", "\"missing\":[[10,29],[40,49]],\"expected\":50,\"received\":20,\"endKnown\":false");

        report(stream, CounterRanges.of(new CounterRange(60, 60)), Optional.of(new RunEnd(60, "input-end", true)));
        awaitMissing("cam", "\"missing\":[[10,29],[40,59]],\"expected\":61,\"received\":21,\"endKnown\":true");

        sync.kill9();
        sync.restart();
        awaitMissing("cam", "\"missing\":[[10,29],[40,59]],\"expected\":61");
        assertThat(get("/v1/devices/cam/days/2026-03-01/received", "demo").body())
                .contains("\"ranges\":[[0,9],[30,39],[60,60]],\"next\":61", "\"reason\":\"input-end\"");
    }

    @Covers("A7")
    @Test
    void tenThousandHolesAreAnswered() throws Exception {
        CounterRanges ranges = new CounterRanges();
        for (long hole = 0; hole <= 10_000; hole++) {
            ranges.add(hole * 10, hole * 10 + 8);
        }
        report(StreamId.parse("demo/sieve/2026-03-01"), ranges, Optional.empty());
        awaitMissing("sieve", "\"missing\":10000");

        long begin = System.nanoTime();
        String answer = get("/v1/devices/sieve/days/2026-03-01/missing", "demo").body();
        long micros = (System.nanoTime() - begin) / 1000;

        assertThat(answer).contains("[[9,9],[19,19],");
        Files.writeString(
                Path.of("target", "ten-thousand-holes.txt"),
                "10000 holes answered in " + micros + " µs, " + answer.length() + " bytes\n");
    }

    @Covers("A7")
    @Test
    void whatAnOperatorWantsIsAskedOfTheDeviceFirst() throws Exception {
        StreamId stream = StreamId.parse("demo/vault/2026-03-01");
        send(Topic.PRESENCE, "demo/vault", connected(stream));
        report(stream, CounterRanges.of(new CounterRange(20_000, 20_009)), Optional.empty());
        awaitMissing("vault", "\"missing\":[[0,19999]]");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> get("/v1/devices/vault/resends", "demo").body().contains("\"connected\":true"));
        HttpResponse<String> accepted =
                resend("vault/days/2026-03-01", "{\"run\":1,\"ranges\":[[19995,20003]]}", Role.OPERATOR);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        assertThat(accepted.body())
                .contains("\"runs\":[{\"run\":1,\"ranges\":[[19995,19999]]}],\"frames\":5,\"leftOut\":0")
                .contains("\"connected\":true");
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(
                        get("/v1/devices/vault/resends", "demo").body())
                .contains("\"waiting\":[{\"request\":", "[[19995,19999]]"));
        await().atMost(Duration.ofSeconds(40))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    watermark(stream);
                    return !asked(stream).isEmpty();
                });

        assertThat(asked(stream).get(0).ranges()).isEqualTo(CounterRanges.of(new CounterRange(19_995, 19_999)));
    }

    @Covers("A7")
    @Test
    void aResendThatMakesNoSenseIsRefusedWithTheReason() throws Exception {
        report(StreamId.parse("demo/whole/2026-03-01"), CounterRanges.of(new CounterRange(0, 9)), Optional.empty());
        awaitMissing("whole", "\"received\":10");
        String day = "whole/days/2026-03-01";

        assertThat(resend(day, "{}", Role.OPERATOR).body())
                .contains("\"status\":409", "urn:dayreel:problem:nothing-missing", "10 are there");
        assertThat(resend(day, "{\"run\":7}", Role.OPERATOR).body()).contains("\"status\":404", "run 7");
        assertThat(resend(day, "{\"ranges\":[[0,9]]}", Role.OPERATOR).body())
                .contains("\"status\":400", "\"parameter\":\"ranges\"");
        assertThat(resend(day, "{\"run\":1,\"ranges\":[[9,0]]}", Role.OPERATOR).statusCode())
                .isEqualTo(400);
        assertThat(resend(day, "{}", Role.VIEWER).statusCode()).isEqualTo(403);
        assertThat(resend("whole/days/2020-01-01", "{}", Role.OPERATOR).body())
                .contains("\"status\":410", "beyond retention", "dayreel.sync.days.retention");
        assertThat(resend("nobody/days/" + Day.of(Instant.now()), "", Role.OPERATOR)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void badRequestsAndStrangersGetProblems() throws Exception {
        assertThat(get("/v1/devices/cam/days/today/missing", "demo").body()).contains("\"parameter\":\"day\"");
        assertThat(get("/v1/devices/nobody/days/2026-03-01/missing", "demo").statusCode())
                .isEqualTo(404);
        assertThat(get("/v1/devices/nobody/days/2020-01-01/repairs", "demo").body())
                .contains("beyond retention");
        assertThat(get("/v1/devices/cam/days/2026-03-01/missing", "other").statusCode())
                .isEqualTo(404);
        assertThat(get("/v1/devices/cam/days/2026-03-01/received", "").statusCode())
                .isEqualTo(401);
    }
}
