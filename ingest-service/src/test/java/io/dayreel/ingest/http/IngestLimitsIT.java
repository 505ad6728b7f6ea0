package io.dayreel.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.access.Role;
import io.dayreel.ingest.testing.Frames;
import io.dayreel.ingest.testing.Installation;
import io.dayreel.ingest.testing.SlowBatch;
import io.dayreel.ingest.testing.TestDevice;
import io.dayreel.ingest.testing.Tokens;
import io.dayreel.ingest.testing.TopicLog;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.net.RawWebSocket;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Installation.class)
@TestProfile(IngestLimitsIT.TightLimits.class)
class IngestLimitsIT {
    private static final Day TODAY = Day.of(Instant.now());
    private static final Duration IDLE = Duration.ofSeconds(3);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String HELLO = "{\"type\":\"hello\",\"agent\":\"test\",\"wants\":\"received\",\"runs\":[]}";

    @ConfigProperty(name = "test.keys")
    String keys;

    @ConfigProperty(name = "dayreel.kafka.bootstrap-servers")
    String bootstrap;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private final HttpClient http = HttpClient.newHttpClient();

    public static final class TightLimits implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dayreel.ingest.hello-timeout", "PT1S",
                    "dayreel.ingest.idle-timeout", IDLE.toString(),
                    "dayreel.ingest.http-batches", "1");
        }
    }

    @Test
    void whoSaysNoHelloIsClosed() {
        try (TestDevice silent = TestDevice.connect(port, token("silent"), "")) {
            assertThat(silent.awaitClose()).isEqualTo(4408);
            assertThat(silent.closeReason()).contains("hello");
        }
    }

    @Test
    void aBatchThatIsTooLargeIsAnsweredWithWhatOfItIsDurable() throws Exception {
        byte[] frame = Frames.data(TODAY, 1, 0, new byte[1 << 20]);

        HttpResponse<String> answer = http.send(
                batch("large", BodyPublishers.ofByteArrays(Collections.nCopies(66, frame))), BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"acks\"").contains("[[0,0]]");
    }

    @Covers("B1")
    @Test
    void aDeviceThatIsSilentAndAnswersNoPingIsClosedWith4408AndCutOffIfItDoesNotEvenClose() throws Exception {
        try (RawWebSocket dead = RawWebSocket.connect(port, "/v1/ingest", token("dead"))) {
            dead.sendText(HELLO);
            List<RawWebSocket.Received> heard = readToTheEnd(dead);

            assertThat(heard).extracting(RawWebSocket.Received::opcode).contains(RawWebSocket.PING);
            RawWebSocket.Received last = heard.get(heard.size() - 1);
            assertThat(last.opcode()).isEqualTo(RawWebSocket.CLOSE);
            assertThat(last.closeCode()).isEqualTo(4408);
        }
    }

    @Covers("B1")
    @Test
    void aDeviceThatIsSilentButAnswersPingsStaysAndMaySendLater() throws Exception {
        try (RawWebSocket quiet = RawWebSocket.connect(port, "/v1/ingest", token("quiet"))) {
            quiet.sendText(HELLO);
            long since = System.nanoTime();
            while (System.nanoTime() - since < IDLE.multipliedBy(2).toNanos()) {
                RawWebSocket.Received heard = quiet.read(PATIENCE).orElseThrow();
                assertThat(heard.opcode()).isIn(RawWebSocket.TEXT, RawWebSocket.PING);
                if (heard.opcode() == RawWebSocket.PING) {
                    quiet.send(RawWebSocket.PONG, heard.payload());
                }
            }

            quiet.send(RawWebSocket.BINARY, Frames.data(TODAY, 1, 0));

            String answer = readUntil(quiet, RawWebSocket.TEXT, "\"ack\"");
            assertThat(answer).contains("[[0,0]]");
        }
    }

    @Test
    void aBatchBeyondTheLimitIsToldToComeAgainAndIsTakenOnceThereIsRoom() throws Exception {
        byte[] first = Frames.data(TODAY, 1, 0);
        byte[] last = Frames.data(TODAY, 2, 1);
        byte[] begun = Frames.join(first, Frames.data(TODAY, 2, 0));
        byte[] batch = Frames.range(TODAY, 1, 0, 9);
        try (SlowBatch slow = SlowBatch.begin(port, "slow", token("slow"), begun.length + last.length)) {
            slow.send(begun);
            awaitStored("slow", first); // it has the only place now

            HttpResponse<String> refused = http.send(batch("busy", batch), BodyHandlers.ofString());
            slow.send(last);
            String slowAnswer = slow.answer(PATIENCE);
            HttpResponse<String> again = http.send(batch("busy", batch), BodyHandlers.ofString());

            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(refused.body()).contains("too-many-batches");
            assertThat(slowAnswer).startsWith("HTTP/1.1 200").contains("[[0,1]]");
            assertThat(again.statusCode()).isEqualTo(200);
            assertThat(stored("busy")).isEqualTo(batch);
        }
    }

    @Test
    void aSenderThatVanishesInMidBatchLeavesItsPlaceToOthers() throws Exception {
        byte[] first = Frames.data(TODAY, 1, 0);
        try (SlowBatch vanishing = SlowBatch.begin(port, "vanishing", token("vanishing"), 1_000_000)) {
            vanishing.send(Frames.join(first, Frames.data(TODAY, 2, 0)));
            awaitStored("vanishing", first);
        }

        byte[] batch = Frames.range(TODAY, 1, 0, 9);
        await().atMost(PATIENCE)
                .until(() ->
                        http.send(batch("next", batch), BodyHandlers.ofString()).statusCode() == 200);
    }

    private static List<RawWebSocket.Received> readToTheEnd(RawWebSocket socket) throws IOException {
        List<RawWebSocket.Received> heard = new ArrayList<>();
        Optional<RawWebSocket.Received> next = socket.read(PATIENCE);
        while (next.isPresent()) {
            heard.add(next.get());
            next = socket.read(PATIENCE);
        }
        return heard;
    }

    private static String readUntil(RawWebSocket socket, int opcode, String containing) throws IOException {
        while (true) {
            RawWebSocket.Received heard = socket.read(PATIENCE).orElseThrow();
            if (heard.opcode() == opcode && heard.text().contains(containing)) {
                return heard.text();
            }
        }
    }

    private void awaitStored(String device, byte[] bytes) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(stored(device)).isEqualTo(bytes));
    }

    private byte[] stored(String device) {
        return Frames.join(TopicLog.read(bootstrap, "frames", "demo/" + device + "/").stream()
                .map(ConsumerRecord::value)
                .toArray(byte[][]::new));
    }

    private HttpRequest batch(String device, byte[] body) {
        return batch(device, BodyPublishers.ofByteArray(body));
    }

    private HttpRequest batch(String device, BodyPublisher body) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/devices/" + device + "/frames"))
                .header("Content-Type", "application/vnd.dayreel.frames")
                .header("Authorization", "Bearer " + token(device))
                .POST(body)
                .build();
    }

    private String token(String device) {
        return Tokens.of(keys, Role.DEVICE, "demo", device);
    }
}
