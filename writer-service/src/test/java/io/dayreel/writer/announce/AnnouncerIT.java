package io.dayreel.writer.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.testkit.broker.KafkaBroker;
import io.dayreel.writer.WriterRig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class AnnouncerIT {
    @Test
    void anAnnouncementOfAnEarlierGenerationIsRefusedAndOneOfThePresentIsNot() {
        try (WriterRig rig = new WriterRig(KafkaBroker.shared(), 1);
                KafkaConsumer<byte[], byte[]> member = member(rig);
                Announcer announcer = new Announcer(() -> producer(rig), rig.names())) {
            member.subscribe(List.of(rig.names().of(Topic.FRAMES)));
            while (member.assignment().isEmpty()) {
                member.poll(Duration.ofMillis(100));
            }
            ConsumerGroupMetadata present = member.groupMetadata();
            ConsumerGroupMetadata earlier = new ConsumerGroupMetadata(
                    present.groupId(), present.generationId() - 1, present.memberId(), present.groupInstanceId());
            PartitionCommit commit = new PartitionCommit(
                    0, 0, List.of(), new PartitionCommit.Known("frames-id", "segments-id", OptionalLong.empty(), 0));

            AnnounceOutcome refused = announcer.announce(List.of(commit), earlier);
            AnnounceOutcome announced = announcer.announce(List.of(commit), present);

            assertThat(refused).isInstanceOf(AnnounceOutcome.Refused.class);
            assertThat(announced).isInstanceOf(AnnounceOutcome.Announced.class);
        }
    }

    private static KafkaConsumer<byte[], byte[]> member(WriterRig rig) {
        return new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        rig.broker().bootstrapServers(),
                        ConsumerConfig.GROUP_ID_CONFIG,
                        rig.names().group("writer"),
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static KafkaProducer<String, byte[]> producer(WriterRig rig) {
        return new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        rig.broker().bootstrapServers(),
                        ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                        rig.names().group("writer-test")),
                new StringSerializer(),
                new ByteArraySerializer());
    }
}
