package io.dayreel.indexer.sealing;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka up to where the writer's group committed. Connects when first asked. Thread-safe; owns its client. */
public final class WriterOffsets implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final Map<String, Object> properties;
    private final TopicNames names;
    private Optional<Admin> admin = Optional.empty();

    public WriterOffsets(Map<String, Object> properties, TopicNames names) {
        this.properties = Map.copyOf(properties);
        this.names = names;
    }

    /** @throws IllegalStateException if Kafka does not answer */
    public CommittedFrames committed() {
        String topic = names.of(Topic.FRAMES);
        String group = names.group("writer");
        Admin client = client();
        String topicId = await(
                        client.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .topicId()
                .toString();
        Map<TopicPartition, OffsetAndMetadata> committed = await(client.listConsumerGroupOffsets(
                        Map.of(group, new ListConsumerGroupOffsetsSpec()),
                        new ListConsumerGroupOffsetsOptions().requireStable(true))
                .partitionsToOffsetAndMetadata(group));
        Map<Integer, Long> offsets = new HashMap<>();
        committed.forEach((partition, offset) -> {
            if (partition.topic().equals(topic) && offset != null) {
                offsets.put(partition.partition(), offset.offset());
            }
        });
        return new CommittedFrames(topicId, offsets);
    }

    private synchronized Admin client() {
        if (admin.isEmpty()) {
            admin = Optional.of(Admin.create(properties));
        }
        return admin.get();
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking Kafka", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("Kafka did not say what the writer committed: " + e.getMessage(), e);
        }
    }

    @Override
    public synchronized void close() {
        admin.ifPresent(client -> client.close(Duration.ofSeconds(1)));
        admin = Optional.empty();
    }
}
