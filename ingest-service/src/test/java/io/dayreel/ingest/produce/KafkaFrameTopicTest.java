package io.dayreel.ingest.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.ingest.check.MessageCheck;
import io.dayreel.ingest.testing.Frames;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaFrameTopicTest {
    private static final Day TODAY = Day.of(Instant.now());
    private static final DeviceId CAMERA = StreamId.parse("demo/cam/" + TODAY).deviceId();

    private final InFlightBudget budget = new InFlightBudget(1 << 20);
    private final MockProducer<byte[], byte[]> first = producer();
    private final MockProducer<byte[], byte[]> second = producer();
    private final Deque<Producer<byte[], byte[]>> made = new ArrayDeque<>(List.of(first, second));
    private final List<Boolean> confirmed = new ArrayList<>();

    @Test
    void aProducerThatFailedForGoodIsReplacedAndTheMessageThatMetItIsNotAcknowledged() {
        try (KafkaFrameTopic topic = topic(Duration.ZERO)) {
            send(topic, 0);
            first.sendException = new KafkaException("an idempotent request has failed");
            send(topic, 1);
            send(topic, 2);

            assertThat(confirmed).containsExactly(true, false, true);
            assertThat(first.closed()).isTrue();
            assertThat(second.history()).hasSize(1);
            assertThat(budget.used()).isZero();
        }
    }

    @Test
    void producersAreNotMadeOneAfterTheOtherIfTheCauseStays() {
        try (KafkaFrameTopic topic = topic(Duration.ofHours(1))) {
            first.sendException = new KafkaException("not authorised");
            send(topic, 0);
            send(topic, 1);

            assertThat(confirmed).containsExactly(false, false);
            assertThat(made).containsExactly(second);
        }
    }

    private KafkaFrameTopic topic(Duration remakeAfter) {
        return new KafkaFrameTopic(
                made::remove,
                new KafkaFrameTopic.Settings("frames", 4, 1 << 20, Duration.ZERO, Duration.ofSeconds(1), remakeAfter),
                budget,
                InstantSource.system(),
                new IngestMeters(new SimpleMeterRegistry(), budget));
    }

    private void send(KafkaFrameTopic topic, long counter) {
        CheckedMessage message = new MessageCheck(InstantSource.system())
                .check(Frames.data(TODAY, 1, counter))
                .good()
                .orElseThrow();
        assertThat(budget.take(message.bytes().length, () -> {})).isTrue();
        topic.send(CAMERA, message, failure -> confirmed.add(failure == null));
    }

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
    }
}
