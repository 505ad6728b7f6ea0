package io.dayreel.ingest.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.dayreel.access.Role;
import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.reports.DeviceReport;
import io.dayreel.ingest.testing.Frames;
import io.dayreel.ingest.testing.Installation;
import io.dayreel.ingest.testing.TestDevice;
import io.dayreel.ingest.testing.Tokens;
import io.dayreel.ingest.testing.TopicLog;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.Covers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What devices are asked, what they answer, and what they declare gone. */
@QuarkusTest
@QuarkusTestResource(Installation.class)
class CommandsIT {
    private static final Day TODAY = Day.of(Instant.now());
    private static final CounterRanges ASKED = CounterRanges.of(new CounterRange(3, 6));

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

    private TestDevice camera(String name) {
        TestDevice camera = TestDevice.connect(port, Tokens.of(keys, Role.DEVICE, "demo", name), "");
        connected.add(camera);
        return camera.hello("received");
    }

    private void command(DeviceCommand command) {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new StringSerializer(), new StringSerializer())) {
            producer.send(
                    new ProducerRecord<>("device-commands", command.device().toString(), Json.write(command)));
        }
    }

    private List<DeviceReport> reports(String device) {
        return TopicLog.read(bootstrap, "device-reports", "demo/" + device).stream()
                .map(found -> Json.read(found.value(), DeviceReport.class))
                .toList();
    }

    private static String gone(Day day, String ranges) {
        return "{\"day\":\"" + day + "\",\"run\":7,\"ranges\":" + ranges + ",\"reason\":\"spool-full\"}";
    }

    @Covers({"A7", "B1"})
    @Test
    void aRequestReachesItsDeviceAndItsAnswerIsPublishedOnce() {
        TestDevice camera = camera("asked");
        TestDevice other = camera("bystander");
        DeviceId device = new DeviceId("demo", "asked");

        command(new DeviceCommand.Resend(device, TODAY, 1, ASKED, 500, "r1"));
        JsonNode request = camera.awaitMessage("resend");
        String answer = "{\"type\":\"have\",\"day\":\"" + TODAY
                + "\",\"run\":1,\"ranges\":[[0,4]],\"asked\":[[3,6]],\"request\":\"r1\"}";
        camera.sendText(answer).sendText(answer);

        assertThat(request.toString())
                .contains("\"run\":1", "\"ranges\":[[3,6]]", "\"maxRate\":500", "\"request\":\"r1\"");
        assertThat(camera.awaitMessage("error").path("code").asText()).isEqualTo("unknown-request");
        await().atMost(Duration.ofSeconds(20)).until(() -> !reports("asked").isEmpty());
        assertThat(reports("asked"))
                .containsExactly(
                        new DeviceReport.Have(device, TODAY, 1, CounterRanges.of(new CounterRange(3, 4)), ASKED, "r1"));
        assertThat(other.messages())
                .noneMatch(message -> message.path("type").asText().equals("resend"));
    }

    @Covers("B2")
    @Test
    void aDeviceIsToldToConnectElsewhere() {
        TestDevice camera = camera("moved");

        command(new DeviceCommand.Reconnect(new DeviceId("demo", "moved"), "wss://other/v1/ingest", 250));

        JsonNode told = camera.awaitMessage("reconnect");
        assertThat(told.path("to").asText()).isEqualTo("wss://other/v1/ingest");
        assertThat(told.path("afterMs").asLong()).isEqualTo(250);
    }

    @Covers("B2")
    @Test
    void aDeviceThatIsToldToGoIsAcknowledgedWhatWasTakenAndClosedIfItStays() {
        TestDevice camera = camera("stays");
        for (int counter = 0; counter < 20; counter++) {
            camera.send(Frames.data(TODAY, 1, counter));
        }
        camera.awaitAcknowledged("received", TODAY, 1, 0, 0);

        command(new DeviceCommand.Reconnect(new DeviceId("demo", "stays"), "", 0));
        camera.awaitMessage("reconnect");
        int told = camera.messages().size();
        camera.send(Frames.data(TODAY, 1, 20));

        assertThat(camera.awaitClose()).isEqualTo(1012);
        assertThat(camera.messages()).as("nothing is acknowledged after it").hasSize(told);
        assertThat(camera.acknowledged("received", TODAY, 1).contains(20)).isFalse();
    }

    @Covers("A9")
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gone.body|not json",
                "gone.ranges|{\"day\":\"2026-11-20\",\"run\":7,\"ranges\":[],\"reason\":\"x\"}",
                "gone.day|{\"run\":7,\"ranges\":[[0,1]],\"reason\":\"x\"}"
            })
    void aGoneFrameThatNamesNoFramesAsItMustIsRefusedByItsField(String field, String body) {
        TestDevice camera = camera("malformed");

        camera.send(Frames.join(Frames.data(TODAY, 1, 0), Frames.gone(TODAY, 1, 1, body)));

        assertThat(camera.awaitClose()).isEqualTo(4400);
        assertThat(camera.closeReason()).contains(field);
        assertThat(camera.acknowledged("received", TODAY, 1).containsAll(0, 0)).isTrue();
    }

    @Covers("A9")
    @Test
    void acknowledgedFramesCannotBeDeclaredGoneAndTheRestOfTheMessageIsTaken() {
        TestDevice camera = camera("kept");
        Day yesterday = new Day(TODAY.number() - 1);

        camera.send(Frames.join(
                Frames.data(TODAY, 1, 0),
                Frames.gone(TODAY, 1, 1, gone(yesterday, "[[9,12]]")),
                Frames.gone(TODAY, 1, 2, gone(yesterday, "[[10,12]]")),
                Frames.data(TODAY, 1, 3)));
        camera.send(Frames.data(TODAY, 1, 4));
        camera.awaitAcknowledged("received", TODAY, 1, 2, 4);

        JsonNode error = camera.awaitMessage("error");
        assertThat(error.path("code").asText()).isEqualTo("gone-acknowledged");
        assertThat(error.path("counter").asLong()).isEqualTo(1);
        assertThat(camera.acknowledged("received", TODAY, 1)).hasToString("[0-0, 2-4]");
        assertThat(camera.isClosed()).isFalse();
        byte[] stored = Frames.join(TopicLog.read(bootstrap, "frames", "demo/kept/" + TODAY).stream()
                .map(found -> found.value())
                .toArray(byte[][]::new));
        assertThat(stored)
                .isEqualTo(Frames.join(
                        Frames.data(TODAY, 1, 0),
                        Frames.gone(TODAY, 1, 2, gone(yesterday, "[[10,12]]")),
                        Frames.data(TODAY, 1, 3),
                        Frames.data(TODAY, 1, 4)));
    }

    @Covers("A9")
    @Test
    void whatThisConnectionAcknowledgedAMomentAgoCannotBeDeclaredGoneEither() {
        TestDevice camera = camera("forgetful");
        camera.send(Frames.range(TODAY, 7, 0, 9));
        camera.awaitAcknowledged("received", TODAY, 7, 0, 9);

        camera.send(Frames.gone(TODAY, 7, 10, gone(TODAY, "[[5,5]]")));

        assertThat(camera.awaitMessage("error").path("code").asText()).isEqualTo("gone-acknowledged");
        camera.send(Frames.data(TODAY, 7, 11));
        camera.awaitAcknowledged("received", TODAY, 7, 11, 11);
    }
}
