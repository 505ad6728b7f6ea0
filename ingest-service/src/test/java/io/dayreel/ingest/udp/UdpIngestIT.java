package io.dayreel.ingest.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.access.Role;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.udp.UdpSessionAnswer;
import io.dayreel.ingest.testing.Frames;
import io.dayreel.ingest.testing.Installation;
import io.dayreel.ingest.testing.TestUdpDevice;
import io.dayreel.ingest.testing.Tokens;
import io.dayreel.ingest.testing.TopicLog;
import io.dayreel.protocol.frame.FrameMessage;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.net.UdpFaultProxy;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Installation.class)
class UdpIngestIT {
    private static final Day TODAY = Day.of(Instant.now());
    private static final int KEY_FRAME = 120_000;
    private static final long LAST = 240;

    @ConfigProperty(name = "test.keys")
    String keys;

    @ConfigProperty(name = "dayreel.kafka.bootstrap-servers")
    String bootstrap;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private final HttpClient http = HttpClient.newHttpClient();

    @Covers({"A1", "A8", "C6"})
    @Test
    void framesOverALossyNetworkAndThoseLeftToTcpAreAllInKafkaAndAcknowledgedFramesBeforeThat() throws Exception {
        Map<Long, byte[]> sent = new HashMap<>();
        Set<Integer> epochs = new HashSet<>();
        CounterRanges acknowledged;
        UdpSessionAnswer first = session("lossy", "chacha20-poly1305");
        try (UdpFaultProxy network = UdpFaultProxy.to(first.port(), 42)
                        .lose(0.10)
                        .duplicate(0.05)
                        .reorder(30);
                TestUdpDevice camera = new TestUdpDevice(network.port())) {
            for (long counter = 0; counter < LAST; counter++) {
                if (counter % 80 == 0) {
                    UdpSessionAnswer next =
                            counter == 0 ? first : session("lossy", counter < 100 ? "aes-128-gcm" : first.cipher());
                    epochs.add(next.epoch());
                    camera.use(next);
                }
                sent.put(counter, frame(counter));
                camera.offer(counter, sent.get(counter));
                LockSupport.parkNanos(25_000_000);
            }
            await().atMost(Duration.ofSeconds(30)).until(camera::isIdle);
            assertThat(network.lost()).isPositive();
            network.heal();
            // The acknowledgement of a last frame names all those of the run before it.
            sent.put(LAST, frame(LAST));
            camera.offer(LAST, sent.get(LAST));
            camera.awaitAcknowledged(LAST, LAST);
            acknowledged = camera.acknowledged();
        }

        assertThat(epochs).as("keys of several epochs in mid-stream").hasSizeGreaterThan(1);
        assertThat(acknowledged.size()).as("frames that UDP alone brought").isGreaterThan(1);
        Map<Long, byte[]> storedByUdp = stored("lossy");
        assertThat(sent.keySet().stream().filter(acknowledged::contains)).allMatch(storedByUdp::containsKey);
        for (long counter : sent.keySet()) {
            if (!acknowledged.contains(counter)) {
                assertThat(post("lossy", sent.get(counter)).statusCode()).isEqualTo(200);
            }
        }
        Map<Long, byte[]> stored = stored("lossy");
        assertThat(stored).containsOnlyKeys(sent.keySet());
        sent.forEach((counter, frame) -> assertThat(stored.get(counter)).isEqualTo(frame));
    }

    @Covers("A8")
    @Test
    void aDeviceThatChangesItsNetworkGoesOnInItsSession() throws Exception {
        UdpSessionAnswer session = session("roamer", "aes-128-gcm");
        try (UdpFaultProxy network = UdpFaultProxy.to(session.port(), 1);
                TestUdpDevice camera = new TestUdpDevice(network.port()).use(session)) {
            assertThat(camera.offer(0, Frames.data(TODAY, 1, 0, body(0, 10_000))))
                    .isTrue();
            camera.awaitAcknowledged(0, 0);

            network.rebind();
            assertThat(camera.offer(1, Frames.data(TODAY, 1, 1, body(1, 10_000))))
                    .isTrue();

            camera.awaitAcknowledged(0, 1);
        }
        assertThat(stored("roamer")).containsOnlyKeys(0L, 1L);
    }

    @Test
    void aDeadNetworkEndsInGivingUpAndALaterMessageArrives() throws Exception {
        UdpSessionAnswer session = session("tunnel", "aes-128-gcm");
        try (UdpFaultProxy network = UdpFaultProxy.to(session.port(), 1);
                TestUdpDevice camera = new TestUdpDevice(network.port()).use(session)) {
            network.cut();
            camera.offer(0, Frames.data(TODAY, 1, 0, body(0, 20_000)));
            await().atMost(Duration.ofSeconds(5)).until(() -> camera.givenUp().contains(0L));

            network.heal();
            camera.offer(1, Frames.data(TODAY, 1, 1, body(1, 20_000)));

            camera.awaitAcknowledged(1, 1);
            assertThat(camera.acknowledged()).hasToString("[1-1]");
        }
    }

    @Test
    void aSessionIsGivenToDevicesOfTheTenantOnly() throws Exception {
        String request = "{\"device\":\"cam\",\"cipher\":[\"aes-128-gcm\"]}";

        assertThat(open(request, "").statusCode()).isEqualTo(401);
        assertThat(open(request, Tokens.of(keys, Role.DEVICE, "demo", "another"))
                        .statusCode())
                .isEqualTo(404);
        assertThat(open(request, Tokens.of(keys, Role.VIEWER, "demo", "cam")).statusCode())
                .isEqualTo(403);
        String token = Tokens.of(keys, Role.DEVICE, "demo", "cam");
        HttpResponse<String> noCipher = open("{\"device\":\"cam\",\"cipher\":[\"rot13\"]}", token);
        assertThat(noCipher.statusCode()).isEqualTo(409);
        assertThat(noCipher.body()).contains("no-common-cipher");
        HttpResponse<String> good = open(request, token);
        assertThat(good.statusCode()).isEqualTo(201);
        assertThat(good.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(Json.read(good.body(), UdpSessionAnswer.class).host()).isEqualTo("localhost");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "device|{}",
                "JSON|{\"device\":7.5e,\"cipher\":[]}",
                "device|{\"device\":{\"name\":\"cam\"},\"cipher\":[\"aes-128-gcm\"]}",
                "device|{\"device\":\"Not A Name\",\"cipher\":[\"aes-128-gcm\"]}",
                "cipher|{\"device\":\"cam\",\"cipher\":\"aes-128-gcm\"}",
                "cipher|{\"device\":\"cam\",\"cipher\":[null]}",
                "cipher|{\"device\":\"cam\",\"cipher\":[{}]}"
            })
    void aBodyThatIsNotAsItMustBeIsRefusedByItsField(String field, String body) throws Exception {
        HttpResponse<String> answer = open(body, Tokens.of(keys, Role.DEVICE, "demo", "cam"));

        assertThat(answer.statusCode()).as(answer.body()).isIn(400, 404, 409);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains(field);
    }

    @Covers("A8")
    @Test
    void aDeviceThatOpensSessionAfterSessionIsToldToWait() throws Exception {
        for (int i = 0; i < 10; i++) {
            session("hasty", "aes-128-gcm");
        }

        HttpResponse<String> refused = open(
                "{\"device\":\"hasty\",\"cipher\":[\"aes-128-gcm\"]}", Tokens.of(keys, Role.DEVICE, "demo", "hasty"));

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.body()).contains("too-many-udp-sessions");
        assertThat(Integer.parseInt(refused.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1, 7);
        session("patient", "aes-128-gcm");
    }

    @Covers("A9")
    @Test
    void acknowledgedFramesCannotBeDeclaredGoneOverUdp() throws Exception {
        Day yesterday = new Day(TODAY.number() - 1);
        String gone = "{\"day\":\"" + TODAY + "\",\"run\":7,\"ranges\":%s,\"reason\":\"spool-full\"}";
        byte[] refused = Frames.gone(yesterday, 1, 1, gone.formatted("[[9,12]]"));
        byte[] taken = Frames.gone(yesterday, 1, 2, gone.formatted("[[10,12]]"));
        UdpSessionAnswer session = session("kept", "aes-128-gcm");
        try (TestUdpDevice camera = new TestUdpDevice(session.port()).use(session)) {
            camera.offer(0, Frames.join(Frames.data(yesterday, 1, 0), refused, taken));

            camera.awaitAcknowledged(2, 2);
            assertThat(camera.acknowledged()).hasToString("[0-0, 2-2]");
        }
        byte[] stored = TopicLog.read(bootstrap, "frames", "demo/kept/" + yesterday)
                .get(0)
                .value();
        assertThat(stored).isEqualTo(Frames.join(Frames.data(yesterday, 1, 0), taken));
    }

    @Test
    void aSessionIsInTheTopicBeforeItIsAnsweredAndNoKeyIs() throws Exception {
        UdpSessionAnswer session = session("listed", "aes-128-gcm");

        var stored = TopicLog.read(bootstrap, "udp-sessions", session.session());

        assertThat(stored).hasSize(1);
        assertThat(new String(stored.get(0).value(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"tenant\":\"demo\",\"device\":\"listed\",\"cipher\":\"aes-128-gcm\",\"epoch\":"
                        + session.epoch() + ",\"expiresMillis\":"
                        + session.expires().toEpochMilli() + "}");
    }

    private UdpSessionAnswer session(String device, String cipher) throws Exception {
        HttpResponse<String> answer = open(
                "{\"device\":\"" + device + "\",\"cipher\":[\"unknown\",\"" + cipher + "\"]}",
                Tokens.of(keys, Role.DEVICE, "demo", device));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.read(answer.body(), UdpSessionAnswer.class);
    }

    private HttpResponse<String> open(String request, String token) throws Exception {
        HttpRequest.Builder call = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/udp-sessions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(request));
        if (!token.isEmpty()) {
            call.header("Authorization", "Bearer " + token);
        }
        return http.send(call.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String device, byte[] frames) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/devices/" + device + "/frames"))
                        .header("Content-Type", "application/vnd.dayreel.frames")
                        .header("Authorization", "Bearer " + Tokens.of(keys, Role.DEVICE, "demo", device))
                        .POST(BodyPublishers.ofByteArray(frames))
                        .build(),
                BodyHandlers.ofString());
    }

    private Map<Long, byte[]> stored(String device) {
        Map<Long, byte[]> frames = new HashMap<>();
        FrameView view = new FrameView();
        TopicLog.read(bootstrap, "frames", "demo/" + device + "/")
                .forEach(item -> FrameMessage.forEach(
                        view,
                        item.value(),
                        0,
                        item.value().length,
                        frame -> frames.put(frame.counter(), frame.messageBytes())));
        return frames;
    }

    /** A key frame of {@value #KEY_FRAME} bytes each 30 frames, small ones between. */
    private static byte[] frame(long counter) {
        int size = counter % 30 == 0 ? KEY_FRAME : 500 + new Random(counter).nextInt(6_000);
        return Frames.data(TODAY, 1, counter, body(counter, size));
    }

    private static byte[] body(long seed, int size) {
        byte[] body = new byte[size];
        new Random(seed).nextBytes(body);
        return body;
    }
}
