package io.dayreel.ingest.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.access.Role;
import io.dayreel.contracts.events.EventRecord;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.ingest.testing.Frames;
import io.dayreel.ingest.testing.Installation;
import io.dayreel.ingest.testing.Records;
import io.dayreel.ingest.testing.TestDevice;
import io.dayreel.ingest.testing.Tokens;
import io.dayreel.ingest.testing.TopicLog;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.Covers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@QuarkusTest
@QuarkusTestResource(Installation.class)
class DeviceWebSocketIT {
    private static final Day TODAY = Day.of(Instant.now());

    @ConfigProperty(name = "test.keys")
    String keys;

    @ConfigProperty(name = "dayreel.kafka.bootstrap-servers")
    String bootstrap;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private final List<TestDevice> connected = new ArrayList<>();

    @AfterEach
    void disconnect() {
        connected.forEach(TestDevice::close);
    }

    @Covers("B1")
    @Test
    void framesAreAcknowledgedOnceTheyAreInTheTopicExactlyAsTheyWereSent() {
        TestDevice camera = camera("first").hello("received");
        byte[] message = Frames.range(TODAY, 1, 0, 9);

        camera.send(message);
        camera.awaitAcknowledged("received", TODAY, 1, 0, 9);

        List<ConsumerRecord<String, byte[]>> stored = TopicLog.read(bootstrap, "frames", "demo/first/");
        assertThat(stored).hasSize(1);
        assertThat(stored.get(0).value()).isEqualTo(message);
        assertThat(stored.get(0).key()).isEqualTo("demo/first/" + TODAY);
        assertThat(Instant.ofEpochMilli(stored.get(0).timestamp()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now());
    }

    @Test
    void framesOfOneDeviceKeepTheirOrder() {
        TestDevice camera = camera("ordered").hello("received");

        for (int counter = 0; counter < 500; counter++) {
            camera.send(Frames.data(TODAY, 1, counter));
        }
        camera.awaitAcknowledged("received", TODAY, 1, 0, 499);

        byte[] all = Frames.join(TopicLog.read(bootstrap, "frames", "demo/ordered/").stream()
                .map(ConsumerRecord::value)
                .toArray(byte[][]::new));
        assertThat(all).isEqualTo(Frames.range(TODAY, 1, 0, 499));
    }

    @Test
    void aTokenMayComeAsASubprotocol() {
        TestDevice camera = TestDevice.connectWithSubprotocol(port, Tokens.of(keys, Role.DEVICE, "demo", "browser"));
        connected.add(camera);

        camera.hello("received");

        assertThat(camera.subprotocol()).isEqualTo("dayreel.device.v1");
    }

    @Test
    void whoHasNoTokenForTheDeviceIsClosedWith4401() {
        List<TestDevice> refused = List.of(
                TestDevice.connect(port, "nonsense", ""),
                TestDevice.connect(port, Tokens.of(keys, Role.VIEWER, "demo", "cam"), ""),
                TestDevice.connect(port, Tokens.of(keys, Role.DEVICE, "demo", "*"), ""),
                TestDevice.connect(port, Tokens.of(keys, Role.DEVICE, "demo", "cam"), "?device=other"));

        assertThat(refused).extracting(TestDevice::awaitClose).containsOnly(4401);
        assertThat(refused).extracting(TestDevice::closeReason).doesNotContain("");
    }

    @Test
    void framesBeforeHelloAreRefused() {
        TestDevice camera = camera("impolite");

        camera.send(Frames.data(TODAY, 1, 0));

        assertThat(camera.awaitClose()).isEqualTo(4400);
        assertThat(camera.closeReason()).contains("hello");
    }

    static Stream<Arguments> badFrames() {
        byte[] good = Frames.data(TODAY, 1, 1);
        return Stream.of(
                Arguments.of("magic", Frames.broken(good, FrameLayout.MAGIC_AT, 0)),
                Arguments.of("version", Frames.broken(good, FrameLayout.VERSION_AT, 2)),
                Arguments.of("crc", Frames.broken(good, FrameLayout.HEADER_LENGTH, 0)),
                Arguments.of("length", Frames.broken(good, FrameLayout.BODY_LENGTH_AT, 0x7F)),
                Arguments.of("length", Arrays.copyOf(good, good.length - 1)),
                Arguments.of("day/run", Frames.data(TODAY, 2, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFrames")
    void aBadFrameIsNamedAfterWhatWasGoodBeforeItIsAcknowledged(String field, byte[] bad) {
        TestDevice camera = camera("bad").hello("received");
        byte[] good = Frames.data(TODAY, 1, 0);

        camera.send(Frames.join(good, bad));

        assertThat(camera.awaitClose()).isEqualTo(4400);
        assertThat(camera.closeReason()).startsWith(field + ":");
        assertThat(camera.awaitMessage("error").path("code").asText()).isEqualTo("bad-frame");
        assertThat(camera.acknowledged("received", TODAY, 1).containsAll(0, 0)).isTrue();
        List<ConsumerRecord<String, byte[]>> stored = TopicLog.read(bootstrap, "frames", "demo/bad/");
        assertThat(stored.get(stored.size() - 1).value()).isEqualTo(good);
    }

    @Test
    void aDayTooFarAheadIsRefusedAfterWhatWasGoodBeforeItIsAcknowledged() {
        TestDevice camera = camera("future").hello("received");

        camera.send(Frames.data(TODAY, 1, 0)).send(Frames.data(TODAY.next().next(), 1, 0));

        assertThat(camera.awaitClose()).isEqualTo(4400);
        assertThat(camera.closeReason()).startsWith("day:");
        assertThat(camera.awaitMessage("error").path("code").asText()).isEqualTo("future-day");
        assertThat(camera.acknowledged("received", TODAY, 1).containsAll(0, 0)).isTrue();
    }

    @Test
    void tomorrowIsNotTheFuture() {
        TestDevice camera = camera("tomorrow").hello("received");

        camera.send(Frames.data(TODAY.next(), 1, 0));

        camera.awaitAcknowledged("received", TODAY.next(), 1, 0, 0);
    }

    @Test
    void theLargestMessageIsTakenAndALargerOneIsRefusedWith4413() {
        TestDevice camera = camera("large").hello("received");
        byte[] half = new byte[FrameLayout.MAX_MESSAGE_LENGTH / 2 - FrameLayout.HEADER_LENGTH];
        byte[] largest = Frames.join(Frames.data(TODAY, 1, 0, half), Frames.data(TODAY, 1, 1, half));

        camera.send(largest);
        camera.awaitAcknowledged("received", TODAY, 1, 0, 1);
        camera.sending(new byte[FrameLayout.MAX_MESSAGE_LENGTH + 1]);

        assertThat(camera.awaitClose()).isEqualTo(4413);
    }

    @Test
    void aMessageFarTooLargeIsRefusedWithoutBeingRead() {
        TestDevice camera = camera("huge").hello("received");

        camera.sending(new byte[20 << 20]);

        assertThat(camera.awaitClose()).isEqualTo(4413);
    }

    @Test
    void theNewerConnectionOfADeviceWinsUntilTheyTakeOverTooOften() {
        TestDevice first = camera("twice").hello("received");
        TestDevice second = camera("twice").hello("received");

        assertThat(first.awaitClose()).isEqualTo(4409);
        camera("twice").hello("received");
        TestDevice fourth = camera("twice").hello("received");
        TestDevice fifth = camera("twice").sendText("{\"type\":\"hello\",\"agent\":\"test\",\"runs\":[]}");

        assertThat(second.awaitClose()).isEqualTo(4409);
        assertThat(fifth.awaitClose()).isEqualTo(4429);
        assertThat(fourth.isClosed()).isFalse();
    }

    @Test
    void aConnectionToAnotherInstanceTakesOver() {
        TestDevice camera = camera("moved").hello("received");

        publish(
                "presence",
                "demo/moved",
                Json.write(new PresenceRecord(
                        DeviceId.parse("demo/moved"),
                        "another-instance",
                        "another-session",
                        true,
                        Instant.now().toEpochMilli() + 1_000,
                        Instant.now().toEpochMilli() + 60_000,
                        "",
                        List.of(),
                        0)));

        assertThat(camera.awaitClose()).isEqualTo(4409);
    }

    @Covers("A7")
    @Test
    void helloIsAnsweredWithWhatIsKeptAlreadyByLevelAndWhetherTheRunIsTaken() {
        TestDevice camera = camera("kept");

        camera.sendText("{\"type\":\"hello\",\"agent\":\"test\",\"wants\":\"archived\",\"runs\":[{\"day\":\"" + TODAY
                + "\",\"run\":7,\"next\":20,\"unacknowledged\":[[2,19]]},{\"day\":\"" + TODAY.next()
                + "\",\"run\":7,\"next\":5,\"unacknowledged\":[]}]}");
        JsonNode welcome = camera.awaitMessage("welcome");
        camera.awaitAcknowledged("received", TODAY, 7, 5, 9);

        assertThat(camera.acknowledged("archived", TODAY, 7)).hasToString("[2-4]");
        assertThat(camera.acknowledged("received", TODAY, 7)).hasToString("[5-9]");
        assertThat(welcome.path("levels").toString()).isEqualTo("[\"received\",\"archived\"]");
        assertThat(welcome.path("window").asInt()).isEqualTo(64);
        assertThat(welcome.path("runs").get(0).path("taken").asBoolean()).isFalse();
        assertThat(welcome.path("runs").get(1).path("taken").asBoolean()).isTrue();
    }

    @Covers("F3")
    @Test
    void framesAreAcknowledgedAgainWhenTheirSegmentIsAnnounced() {
        TestDevice camera = camera("ladder").hello("archived");
        camera.send(Frames.range(TODAY, 1, 0, 9));
        camera.awaitAcknowledged("received", TODAY, 1, 0, 9);

        publish("segments", "demo/ladder/" + TODAY + "/1-0", Records.announced("demo/ladder/" + TODAY, 1, 0, 5));

        camera.awaitAcknowledged("archived", TODAY, 1, 0, 5);
        assertThat(camera.acknowledged("archived", TODAY, 1)).hasToString("[0-5]");
    }

    @Covers("B5")
    @Test
    void anEventIsPublishedBeforeItsFrameIsAcknowledged() {
        TestDevice camera = camera("events").hello("received");

        camera.send(Frames.join(Frames.data(TODAY, 1, 0), Frames.event(TODAY, 1, 1, "{\"type\":\"motion\"}")));
        camera.awaitAcknowledged("received", TODAY, 1, 0, 1);

        List<ConsumerRecord<String, byte[]>> published = TopicLog.read(bootstrap, "events", "demo/events/");
        EventRecord event = Json.read(published.get(0).value(), EventRecord.class);
        assertThat(published).hasSize(1);
        assertThat(event.counter()).isEqualTo(1);
        assertThat(event.track()).isEqualTo(3);
        assertThat(event.body()).isEqualTo("{\"type\":\"motion\"}");
    }

    @Test
    void presenceTellsWhereTheDeviceIsUntilItIsGone() {
        TestDevice camera = camera("present").hello("received");
        camera.send(Frames.data(TODAY, 1, 41));
        camera.awaitAcknowledged("received", TODAY, 1, 41, 41);

        await().untilAsserted(() -> {
            PresenceRecord last = lastPresence("demo/present");
            assertThat(last.connected()).isTrue();
            assertThat(last.instance()).isEqualTo("ingest-under-test");
            assertThat(last.leaseUntilMillis()).isGreaterThan(Instant.now().toEpochMilli());
            assertThat(last.runs()).containsExactly(new PresenceRecord.DeviceRun(TODAY, 1, 42));
        });
        camera.vanish();

        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(lastPresence("demo/present").connected()).isFalse());
    }

    @Test
    void aFrameRepeatedWithOtherBytesIsKeptAndTheDeviceIsTold() {
        TestDevice camera = camera("conflict").hello("received");
        byte[] one = Frames.data(TODAY, 1, 0, new byte[] {1});
        byte[] other = Frames.data(TODAY, 1, 0, new byte[] {2});

        camera.send(one).send(other);

        JsonNode error = camera.awaitMessage("error");
        assertThat(error.path("code").asText()).isEqualTo("conflict");
        assertThat(error.path("counter").asLong()).isZero();
        await().untilAsserted(() -> assertThat(TopicLog.read(bootstrap, "frames", "demo/conflict/"))
                .extracting(ConsumerRecord::value)
                .containsExactly(one, other));
    }

    @Test
    void whatIsNotUnderstoodIsAnsweredAndOtherwiseIgnored() {
        TestDevice camera = camera("talkative").hello("replicated");
        assertThat(camera.awaitMessage("error").path("code").asText()).isEqualTo("level-unavailable");

        camera.messages().clear();
        camera.sendText("{\"type\":\"sing\"}");
        assertThat(camera.awaitMessage("error").path("code").asText()).isEqualTo("unknown-message");
        camera.messages().clear();
        camera.sendText("{\"type\":\"have\",\"day\":\"yesterday\"}");
        assertThat(camera.awaitMessage("error").path("code").asText()).isEqualTo("bad-message");

        camera.send(Frames.data(TODAY, 1, 0)).awaitAcknowledged("received", TODAY, 1, 0, 0);
    }

    private TestDevice camera(String name) {
        TestDevice device = TestDevice.connect(port, Tokens.of(keys, Role.DEVICE, "demo", name), "");
        connected.add(device);
        return device;
    }

    private PresenceRecord lastPresence(String device) {
        List<ConsumerRecord<String, byte[]>> all = TopicLog.read(bootstrap, "presence", device);
        return Json.read(new String(all.get(all.size() - 1).value(), StandardCharsets.UTF_8), PresenceRecord.class);
    }

    private void publish(String topic, String key, String value) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value));
        }
    }
}
