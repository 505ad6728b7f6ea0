package io.dayreel.streamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.runtime.health.Heartbeat;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.streamer.tail.EvictedRecords;
import io.dayreel.streamer.tail.FramesConsumers;
import io.dayreel.streamer.tail.PartitionTails;
import io.dayreel.streamer.tail.StreamerTails;
import io.dayreel.streamer.tail.ViewerWakes;
import io.dayreel.tail.TailBudget;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the threads that read frames live: they say so while Kafka is away, and their end is seen. */
class TailHeartbeatsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** Frames being read into tails. */
    private record Reading(PartitionTails tails, StreamerTails threads) implements AutoCloseable {
        @Override
        public void close() {
            threads.close();
        }

        Optional<String> problem(String name) {
            return heartbeat(name).problem();
        }

        Heartbeat heartbeat(String name) {
            return threads.heartbeats().stream()
                    .filter(each -> each.name().equals(name))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private Reading read(KafkaConnection kafka, TopicNames names, InstantSource clock) throws IOException {
        FramesConsumers consumers =
                new FramesConsumers(kafka, names, "s1", URI.create("http://localhost:1"), Duration.ofSeconds(6));
        EvictedRecords evicted = new EvictedRecords(consumers, 1 << 20);
        TailBudget budget = new TailBudget(1 << 20, 64 << 20, 64 << 20, 1 << 20);
        PartitionTails tails = new PartitionTails(folder.resolve("tails"), budget, TestCloud.PARTITIONS, evicted);
        StreamerTails threads =
                new StreamerTails(consumers, tails, evicted, new ViewerWakes(), clock, TestCloud.PARTITIONS);
        threads.start();
        return new Reading(tails, threads);
    }

    @Test
    void anErrorThatEndsTheReadersThreadMakesTheStreamerDead() throws Exception {
        InstantSource broken = () -> {
            throw new AssertionError("as asked by the test");
        };
        try (TestCloud cloud = new TestCloud(folder.resolve("cloud"));
                Reading reading = read(cloud.kafka(), cloud.names(), broken)) {
            await().dontCatchUncaughtExceptions().atMost(PATIENCE).until(() -> reading.problem("streamer-frames")
                    .isPresent());

            assertThat(reading.problem("streamer-frames")).contains("the thread dayreel-streamer-frames has ended");
            assertThat(reading.problem("streamer-fill")).isEmpty();
        }
    }

    @Test
    void aRecordThatBelongsToNoStreamDoesNotEndTheFilling() throws Exception {
        try (TestCloud cloud = new TestCloud(folder.resolve("cloud"))) {
            write(cloud, "nonsense", Instant.now().minus(Duration.ofMinutes(5)));
            try (Reading reading = read(cloud.kafka(), cloud.names(), InstantSource.system())) {
                await().atMost(PATIENCE)
                        .until(() -> reading.threads().isLive()
                                && reading.tails().count() == TestCloud.PARTITIONS
                                && reading.tails().fillLag() == 0);

                assertThat(reading.problem("streamer-fill")).isEmpty();
            }
        }
    }

    private static void write(TestCloud cloud, String key, Instant received) throws Exception {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", cloud.kafka().bootstrapServers());
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            cloud.names().of(Topic.FRAMES),
                            0,
                            received.toEpochMilli(),
                            key,
                            key.getBytes(StandardCharsets.UTF_8)))
                    .get();
        }
    }

    @Test
    void aStreamerThatKafkaDoesNotAnswerTriesAgainAndIsNotDead() throws Exception {
        KafkaConnection nobody = new KafkaConnection("127.0.0.1:1", Map.of());
        try (Reading reading = read(nobody, new TopicNames(""), InstantSource.system())) {
            List<Heartbeat> heartbeats = reading.threads().heartbeats();
            await().during(Duration.ofSeconds(15)).atMost(PATIENCE).until(() -> heartbeats.stream()
                    .allMatch(each -> each.silence().compareTo(Duration.ofSeconds(14)) < 0));

            assertThat(heartbeats).hasSize(2).allMatch(each -> each.problem().isEmpty());
        }
    }
}
