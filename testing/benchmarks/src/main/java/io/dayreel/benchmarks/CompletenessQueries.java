package io.dayreel.benchmarks;

import io.dayreel.benchmarks.cloud.Installation;
import io.dayreel.benchmarks.cloud.Service;
import io.dayreel.benchmarks.profile.Recording;
import io.dayreel.benchmarks.report.Spread;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToLongFunction;
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
    private static final List<String> ASKED = List.of("missing", "received", "completeness");
    private static final int WARM_UP = 1_500;
    private static final int QUESTIONS = 1_000;
    private static final int PROFILED_QUESTIONS = 3_000;
    private static final double GOAL_MILLIS = 10;
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
        Map<String, List<Histogram>> rounds = new LinkedHashMap<>();
        Table table = new Table("question", "bytes", "p50, ms", "p99, ms", "longest, ms", "goal p99 < 10 ms");
        for (String question : ASKED) {
            ask(question, WARM_UP);
            rounds.put(question, new ArrayList<>());
        }
        for (int round = 0; round < bench.plan().repeats(); round++) {
            for (String question : ASKED) {
                rounds.get(question).add(ask(question, QUESTIONS));
            }
        }
        for (String question : ASKED) {
            table.row(row(question, rounds.get(question)));
        }
        return table + "\n" + FRAMES + " frames, " + HOLES + " holes of one frame each; "
                + bench.plan().repeats() + " rounds of " + QUESTIONS
                + " questions each, median (smallest–largest) of the rounds' figures\n";
    }

    /** Where sync spends its time while it is asked what is missing. */
    String profile() throws IOException, InterruptedException {
        Recording recording = Recording.start(
                bench.installation().pid(Service.SYNC), bench.directory().resolve("sync.jfr"));
        ask(ASKED.get(0), PROFILED_QUESTIONS);
        return recording.stop();
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

    private String[] row(String question, List<Histogram> rounds) throws IOException, InterruptedException {
        Spread p99 = spread(rounds, micros -> micros.getValueAtPercentile(99));
        return new String[] {
            question,
            Integer.toString(ask(question).body().length()),
            spread(rounds, micros -> micros.getValueAtPercentile(50)).text(1),
            p99.text(1),
            spread(rounds, Histogram::getMaxValue).text(1),
            p99.median() < GOAL_MILLIS ? "met" : "missed"
        };
    }

    private static Spread spread(List<Histogram> rounds, ToLongFunction<Histogram> micros) {
        return Spread.of(rounds.stream()
                .mapToDouble(round -> micros.applyAsLong(round) / 1000.0)
                .toArray());
    }

    private Histogram ask(String question, int times) throws IOException, InterruptedException {
        Histogram micros = new Histogram(3);
        for (int i = 0; i < times; i++) {
            long begin = System.nanoTime();
            HttpResponse<String> answer = ask(question);
            micros.recordValue((System.nanoTime() - begin) / 1000);
            if (answer.statusCode() != 200) {
                throw new IOException(question + " was answered with " + answer.statusCode());
            }
        }
        return micros;
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
