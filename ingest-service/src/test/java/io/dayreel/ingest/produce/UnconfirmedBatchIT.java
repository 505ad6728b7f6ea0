package io.dayreel.ingest.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dayreel.ingest.testing.BrokerAndIngest;
import io.dayreel.ingest.testing.Frames;
import io.dayreel.ingest.testing.SlowBatch;
import io.dayreel.ingest.testing.TopicLog;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.process.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches by HTTP while the broker stands still. */
class UnconfirmedBatchIT {
    private static final Day TODAY = Day.of(Instant.now());
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Covers("C6")
    @Test
    void whatKafkaDoesNotConfirmIsAnswered503WithWhatIsDurableAndSentAgainNothingOfItIsMissingOrChanged()
            throws Exception {
        try (BrokerAndIngest processes = new BrokerAndIngest(directory)) {
            ServiceProcess broker = processes.startBroker();
            String bootstrap = broker.readyMatch().group(1);
            ServiceProcess ingest = processes.start(processes
                    .ingest(bootstrap)
                    .property("dayreel.ingest.delivery-timeout", "PT6S")
                    .property("dayreel.ingest.in-flight-bytes", "5M"));
            int port = BrokerAndIngest.port(ingest);
            String token = processes.token("cam");
            byte[] durable = Frames.data(TODAY, 1, 0);
            byte[] next = Frames.data(TODAY, 2, 0);
            byte[] rest = Frames.join(next, large(1, 20));
            byte[] whole = Frames.join(durable, rest);
            int begun = durable.length + next.length;
            try (SlowBatch batch = SlowBatch.begin(port, "cam", token, whole.length)) {
                batch.send(Arrays.copyOf(whole, begun));
                await().atMost(PATIENCE).until(() -> metrics(port).contains("dayreel_ingest_produce_seconds_count 1"));

                broker.suspend();
                send(batch, Arrays.copyOfRange(whole, begun, whole.length));
                String answer = batch.answer(PATIENCE);

                JsonNode problem = new ObjectMapper().readTree(answer.substring(answer.indexOf('{')));
                assertThat(answer).startsWith("HTTP/1.1 503").containsIgnoringCase("Retry-After: 1");
                assertThat(problem.path("acks")).hasSize(1);
                assertThat(problem.path("acks").get(0).path("run").asInt()).isEqualTo(1);
                assertThat(problem.path("acks").get(0).path("ranges")).hasToString("[[0,0]]");
            }

            broker.resume();
            await().atMost(PATIENCE).until(() -> post(port, token, rest).statusCode() == 200);

            assertThat(storedFrames(bootstrap)).isEqualTo(frames(Frames.join(durable, rest)));
        }
    }

    private static byte[] large(int first, int last) {
        return Frames.join(IntStream.rangeClosed(first, last)
                .mapToObj(counter -> Frames.data(TODAY, 2, counter, filled(counter)))
                .toArray(byte[][]::new));
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[1 << 20];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** Sends in the background: the server stops reading when it has no more room. */
    private static void send(SlowBatch batch, byte[] bytes) {
        Thread thread = new Thread(
                () -> {
                    try {
                        batch.send(bytes);
                    } catch (IOException e) {
                        System.err.println("the rest of the batch was not taken: " + e.getMessage());
                    }
                },
                "test-sender");
        thread.setDaemon(true);
        thread.start();
    }

    /** By run and counter; a frame that is there twice, because its confirmation was lost, must be the same both times. */
    private static Map<String, Integer> storedFrames(String bootstrap) {
        Map<String, Integer> all = new TreeMap<>();
        TopicLog.read(bootstrap, "frames", "demo/cam/")
                .forEach(stored -> frames(stored.value()).forEach((name, hash) -> {
                    Integer before = all.put(name, hash);
                    assertThat(before).as(name).isIn(null, hash);
                }));
        return all;
    }

    private static Map<String, Integer> frames(byte[] messages) {
        Map<String, Integer> found = new TreeMap<>();
        int at = 0;
        FrameView view = new FrameView();
        while (at < messages.length) {
            view.wrap(messages, at, messages.length);
            found.put(view.run() + ":" + view.counter(), view.crc());
            at = view.end();
        }
        return found;
    }

    private HttpResponse<String> post(int port, String token, byte[] batch) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(at(port, "/v1/devices/cam/frames"))
                .header("Content-Type", "application/vnd.dayreel.frames")
                .header("Authorization", "Bearer " + token)
                .timeout(PATIENCE)
                .POST(BodyPublishers.ofByteArray(batch))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    private String metrics(int port) throws Exception {
        return http.send(HttpRequest.newBuilder(at(port, "/q/metrics")).build(), BodyHandlers.ofString())
                .body();
    }

    private static URI at(int port, String path) {
        return URI.create("http://localhost:" + port + path);
    }
}
