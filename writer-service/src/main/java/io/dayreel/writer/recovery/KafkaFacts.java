package io.dayreel.writer.recovery;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** Asks Kafka about a partition; every question has a limit and fails with a KafkaException. Thread-safe. */
final class KafkaFacts {
    private final Admin admin;
    private final Duration limit;

    KafkaFacts(Admin admin, Duration limit) {
        this.admin = admin;
        this.limit = limit;
    }

    String topicId(String topic) {
        return await(admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .topicId()
                .toString();
    }

    /** The committed offset, once no transaction that could still change it is open. */
    Optional<OffsetAndMetadata> committed(String group, TopicPartition partition) {
        ListConsumerGroupOffsetsOptions stable =
                new ListConsumerGroupOffsetsOptions().requireStable(true).timeoutMs(Math.toIntExact(limit.toMillis()));
        ListConsumerGroupOffsetsSpec spec = new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(partition));
        return Optional.ofNullable(await(admin.listConsumerGroupOffsets(Map.of(group, spec), stable)
                        .partitionsToOffsetAndMetadata(group))
                .get(partition));
    }

    long earliest(TopicPartition partition) {
        return offset(partition, OffsetSpec.earliest());
    }

    /** End of the log, also behind transactions that are still open. */
    long end(TopicPartition partition) {
        return offset(partition, OffsetSpec.latest());
    }

    private long offset(TopicPartition partition, OffsetSpec spec) {
        ListOffsetsOptions options = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        return await(admin.listOffsets(Map.of(partition, spec), options).partitionResult(partition))
                .offset();
    }

    private <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while asking Kafka", e);
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka has not answered within " + limit, e);
        } catch (ExecutionException e) {
            throw new KafkaException(String.valueOf(e.getCause().getMessage()), e.getCause());
        }
    }
}
