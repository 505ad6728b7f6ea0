package io.dayreel.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.benchmarks.baseline.Relay;
import io.dayreel.protocol.frame.FrameMessage;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.testkit.broker.KafkaBroker;
import io.dayreel.testkit.process.FreePort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;

class LoadThroughRelayIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int DEVICES = 3;
    private static final int MESSAGES = 100;

    private final KafkaBroker broker = KafkaBroker.shared();
    private final String topic = broker.createTopic(KafkaBroker.uniqueTopic("relay"), 1);
    private final int port = FreePort.next();

    @Test
    void whatIsCountedAsAcknowledgedIsInTheTopicWithWarmUp() throws InterruptedException {
        LoadResult result = run(false);

        assertThat(result.messages()).isEqualTo(DEVICES * MESSAGES);
        assertThat(result.megabytesPerSecond()).isPositive();
        assertThat(framesInTopic()).isEqualTo(DEVICES * new FrameSource(500_000).firstCounter(MESSAGES + 10));
    }

    @Test
    void aPacedLoadTakesItsTimeAndKnowsTheLatencyOfEveryMessage() throws InterruptedException {
        LoadResult result = run(true);

        assertThat(result.acknowledged().count()).isEqualTo(DEVICES * MESSAGES);
        assertThat(result.acknowledged().p50()).isPositive();
        assertThat(result.seconds()).isGreaterThan((MESSAGES - 1) * 0.05);
    }

    private LoadResult run(boolean paced) throws InterruptedException {
        List<LoadOrder.Party> devices = new ArrayList<>();
        for (int i = 0; i < DEVICES; i++) {
            devices.add(new LoadOrder.Party("cam-" + i, "none"));
        }
        LoadOrder order = new LoadOrder(
                port,
                "/relay?topic=" + topic,
                0,
                20_000,
                0,
                500_000,
                0,
                10,
                MESSAGES,
                paced,
                false,
                devices,
                List.of());
        try (Relay relay = Relay.start(broker.bootstrapServers(), port);
                LoadGenerator generator = new LoadGenerator()) {
            assertThat(relay).isNotNull();
            return generator.run(order, () -> {}, LIMIT);
        }
    }

    private long framesInTopic() {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            long[] frames = new long[1];
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(each -> FrameMessage.forEach(
                                new FrameView(), each.value(), 0, each.value().length, frame -> frames[0]++));
            }
            return frames[0];
        }
    }
}
