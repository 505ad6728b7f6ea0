package io.dayreel.ingest.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dayreel.access.Role;
import io.dayreel.ingest.testing.Frames;
import io.dayreel.ingest.testing.Installation;
import io.dayreel.ingest.testing.Tokens;
import io.dayreel.ingest.testing.TopicLog;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.stream.Day;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Installation.class)
class FramesHttpIT {
    private static final Day TODAY = Day.of(Instant.now());
    private static final ObjectMapper JSON = new ObjectMapper();

    @ConfigProperty(name = "test.keys")
    String keys;

    @ConfigProperty(name = "dayreel.kafka.bootstrap-servers")
    String bootstrap;

    @ConfigProperty(name = "quarkus.http.test-port")
    int port;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void aBatchOfSeveralRunsIsAcknowledgedWhenAllOfItIsDurable() throws Exception {
        byte[] batch = Frames.join(
                Frames.range(TODAY, 1, 0, 99), Frames.range(TODAY, 2, 0, 9), Frames.range(TODAY.next(), 1, 5, 5));

        HttpResponse<String> answer = post("batch", token(Role.DEVICE, "batch"), batch);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()))
                .isEqualTo(JSON.readTree(("{'acks':[" + ack(TODAY, 1, 0, 99) + "," + ack(TODAY, 2, 0, 9) + ","
                                + ack(TODAY.next(), 1, 5, 5) + "],'errors':[]}")
                        .replace('\'', '"')));
        assertThat(stored("batch")).isEqualTo(batch);
    }

    @Test
    void aLargeBatchIsCutIntoMessagesThatKafkaTakes() throws Exception {
        byte[][] frames = IntStream.range(0, 12)
                .mapToObj(counter -> Frames.data(TODAY, 1, counter, new byte[700_000]))
                .toArray(byte[][]::new);

        HttpResponse<String> answer = post("long", token(Role.DEVICE, "long"), Frames.join(frames));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).contains("[[0,11]]");
        assertThat(stored("long")).isEqualTo(Frames.join(frames));
    }

    @Test
    void aBadFrameIsNamedAndWhatWasGoodBeforeItIsAcknowledged() throws Exception {
        byte[] good = Frames.range(TODAY, 1, 0, 4);
        byte[] bad = Frames.broken(Frames.data(TODAY, 1, 5), FrameLayout.CRC_AT, 1);

        HttpResponse<String> answer = post("half", token(Role.DEVICE, "half"), Frames.join(good, bad));
        JsonNode problem = JSON.readTree(answer.body());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(problem.path("parameter").asText()).isEqualTo("crc");
        assertThat(problem.path("errors").get(0).path("at").asInt()).isEqualTo(good.length);
        assertThat(problem.path("acks").get(0).path("ranges").toString()).isEqualTo("[[0,4]]");
        assertThat(stored("half")).isEqualTo(good);
    }

    @Test
    void aCutBatchLosesOnlyItsLastFrame() throws Exception {
        byte[] batch = Frames.range(TODAY, 1, 0, 9);

        HttpResponse<String> answer = post("cut", token(Role.DEVICE, "cut"), Arrays.copyOf(batch, batch.length - 3));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("parameter").asText()).isEqualTo("length");
        assertThat(JSON.readTree(answer.body())
                        .path("acks")
                        .get(0)
                        .path("ranges")
                        .toString())
                .isEqualTo("[[0,8]]");
    }

    @Test
    void whoMayNotSendIsToldSoWithAProblemDocument() throws Exception {
        byte[] batch = Frames.range(TODAY, 1, 0, 0);

        HttpResponse<String> withoutToken = post("cam", "", batch);
        HttpResponse<String> anotherDevice = post("cam", token(Role.DEVICE, "other"), batch);
        HttpResponse<String> viewer = post("cam", token(Role.VIEWER, "cam"), batch);

        assertThat(withoutToken.statusCode()).isEqualTo(401);
        assertThat(withoutToken.headers().firstValue("WWW-Authenticate")).isPresent();
        assertThat(JSON.readTree(withoutToken.body()).path("status").asInt()).isEqualTo(401);
        assertThat(anotherDevice.statusCode()).isEqualTo(404);
        assertThat(viewer.statusCode()).isEqualTo(403);
    }

    @Test
    void thePlainRouteOfTheSocketNeedsATokenToo() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/v1/ingest"))
                .build();

        assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void metricsAndReadinessNeedNoToken() throws Exception {
        HttpResponse<String> metrics = get("/q/metrics");
        HttpResponse<String> ready = get("/q/health/ready");

        assertThat(metrics.body())
                .contains("dayreel_ingest_messages_total", "dayreel_ingest_refused_total{reason=\"crc\"}");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body()).contains("ingest-kafka");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String device, String token, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + port + "/v1/devices/" + device + "/frames"))
                .header("Content-Type", "application/vnd.dayreel.frames")
                .POST(BodyPublishers.ofByteArray(body));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private String token(Role role, String device) {
        return Tokens.of(keys, role, "demo", device);
    }

    private byte[] stored(String device) {
        return Frames.join(TopicLog.read(bootstrap, "frames", "demo/" + device + "/").stream()
                .map(ConsumerRecord::value)
                .toArray(byte[][]::new));
    }

    private static String ack(Day day, int run, long first, long last) {
        return "{'day':'" + day + "','run':" + run + ",'ranges':[[" + first + "," + last + "]],'level':'received'}";
    }
}
