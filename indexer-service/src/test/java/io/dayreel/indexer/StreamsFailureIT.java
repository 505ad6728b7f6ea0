package io.dayreel.indexer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dayreel.queries.StreamsRunner;
import io.dayreel.queries.StreamsSettings;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.testkit.broker.KafkaBroker;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.kstream.Consumed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** When Kafka Streams is beyond help without a restart, and when not. */
class StreamsFailureIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final KafkaBroker BROKER = KafkaBroker.shared();

    @TempDir
    Path folder;

    private final String topic = KafkaBroker.uniqueTopic("streams");

    private StreamsRunner runner(Topology topology, String bootstrapServers) {
        KafkaConnection kafka = new KafkaConnection(bootstrapServers, Map.of());
        return new StreamsRunner(
                topology,
                new StreamsSettings(
                        topic,
                        "one",
                        URI.create("http://localhost:1"),
                        folder,
                        1,
                        0,
                        1,
                        Duration.ofSeconds(6),
                        kafka.client("test-streams")));
    }

    private static Topology reading(String source, AtomicInteger failures) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(source, Consumed.with(Serdes.String(), Serdes.String())).foreach((key, value) -> {
            if (failures.getAndDecrement() > 0) {
                throw new AssertionError("as asked by the test");
            }
        });
        return builder.build();
    }

    @Test
    void streamsThatStoppedForGoodSaySoUntilTheyAreClosed() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.globalTable(topic);
        StreamsRunner runner = runner(builder.build(), BROKER.bootstrapServers());
        assertThat(runner.failure()).isEmpty();

        assertThatThrownBy(runner::start).isInstanceOf(StreamsException.class);

        await().atMost(PATIENCE).until(() -> runner.failure().isPresent());
        assertThat(runner.failure().orElseThrow()).startsWith("Streams is ");
        runner.close();
        assertThat(runner.failure()).isEmpty();
    }

    @Test
    void aThreadThatDiedIsReplaced() throws Exception {
        BROKER.createTopic(topic, 1);
        AtomicInteger failures = new AtomicInteger(1);
        try (StreamsRunner runner = runner(reading(topic, failures), BROKER.bootstrapServers())) {
            runner.start();
            await().atMost(PATIENCE).until(runner::isReady);

            try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                    Map.of("bootstrap.servers", BROKER.bootstrapServers()),
                    new StringSerializer(),
                    new StringSerializer())) {
                producer.send(new ProducerRecord<>(topic, "key", "value")).get();
            }

            await().dontCatchUncaughtExceptions().atMost(PATIENCE).until(() -> failures.get() < 0);
            await().atMost(PATIENCE)
                    .until(() -> runner.isReady() && runner.failure().isEmpty());
        }
    }

    @Test
    void streamsThatKafkaDoesNotAnswerAreNotBeyondHelp() {
        try (StreamsRunner runner = runner(reading(topic, new AtomicInteger()), "127.0.0.1:1")) {
            runner.start();

            await().during(Duration.ofSeconds(15)).atMost(PATIENCE).until(() -> runner.failure()
                    .isEmpty());
            assertThat(runner.isReady()).isFalse();
        }
    }
}
