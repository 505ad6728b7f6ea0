package io.dayreel.benchmarks;

import io.dayreel.benchmarks.cloud.Installation;
import io.dayreel.benchmarks.cloud.Service;
import io.dayreel.benchmarks.report.Table;
import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.topics.DevicePartitioner;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * How long sync takes to say what is missing of a day of 2.6 million frames with 10 000 holes, over HTTP, one question after
 * the other, parsed as text.
 */
final class CompletenessQueries {
    private static final long FRAMES = 2_600_000;
    private static final long HOLES = 10_000;
    private static final int WARM_UP = 500;
    private static final int QUESTIONS = 2_000;
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(200);

    private final Bench bench;
    private final StreamId stream;
    private final String token;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    CompletenessQueries(Bench bench) {
        this.bench = bench;
        this.token = bench.installation().viewerToken();
        this.stream = new DeviceId(Installation.TENANT, "sieve").on(new Day(bench.day()));
    }

    String measure() throws IOException, InterruptedException {
        report();
        awaitKnown();
        Table table = new Table("question", "bytes", "p50, ms", "p99, ms", "longest, ms");
        for (String question : List.of("missing", "received", "completeness")) {
            table.row(row(question));
        }
        return table + "\n" + FRAMES + " frames, " + HOLES + " holes of one frame each; goal: p99 below 10 ms\n";
    }

    private void report() {
        CounterRanges received = new CounterRanges();
        long stride = FRAMES / HOLES;
        for (long hole = 0; hole < HOLES; hole++) {
            received.add(hole * stride, hole * stride + stride - 2);
        }
        received.add(FRAMES, FRAMES);
        CoverageRecord.CoveredRun run =
                new CoverageRecord.CoveredRun(1, received, 1, 2, received.size(), 1, Optional.empty());
        Map<String, Object> properties = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bench.installation().bootstrapServers(),
                ProducerConfig.PARTITIONER_CLASS_CONFIG,
                DevicePartitioner.class);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                    Topic.COVERAGE.baseName(),
                    stream.toString(),
                    Json.writeBytes(new CoverageRecord.Ranges(stream, List.of(run), 0, 0, 0))));
        }
    }

    private void awaitKnown() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + KNOWN_WITHIN.toNanos();
        while (ask("missing").statusCode() != 200) {
            if (System.nanoTime() > deadline) {
                throw new IOException("sync does not know of " + stream + " after " + KNOWN_WITHIN);
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
    }

    private String[] row(String question) throws IOException, InterruptedException {
        int bytes = 0;
        for (int i = 0; i < WARM_UP; i++) {
            bytes = ask(question).body().length();
        }
        Histogram micros = new Histogram(3);
        for (int i = 0; i < QUESTIONS; i++) {
            long begin = System.nanoTime();
            HttpResponse<String> answer = ask(question);
            micros.recordValue((System.nanoTime() - begin) / 1000);
            if (answer.statusCode() != 200) {
                throw new IOException(question + " was answered with " + answer.statusCode());
            }
        }
        return new String[] {
            question,
            Integer.toString(bytes),
            millis(micros.getValueAtPercentile(50)),
            millis(micros.getValueAtPercentile(99)),
            millis(micros.getMaxValue())
        };
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.1f", micros / 1000.0);
    }

    private HttpResponse<String> ask(String question) throws IOException, InterruptedException {
        URI address = bench.installation()
                .address(Service.SYNC)
                .resolve("/v1/devices/" + stream.device() + "/days/" + stream.day() + "/" + question);
        HttpRequest request = HttpRequest.newBuilder(address)
                .header("Authorization", "Bearer " + token)
                .timeout(Duration.ofSeconds(10))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
