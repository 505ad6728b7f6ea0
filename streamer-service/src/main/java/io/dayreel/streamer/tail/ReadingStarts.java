package io.dayreel.streamer.tail;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Where reading of {@code frames} begins, as Kafka knows it. Thread-safe; all may wait for Kafka. */
public final class ReadingStarts {
    private static final Duration BEFORE_END = Duration.ofSeconds(10);
    private static final long PATIENCE_MILLIS = 10_000;

    private ReadingStarts() {}

    /** A few seconds before the end, or the end where nothing came in them. @throws KafkaException if there is no answer */
    public static Map<TopicPartition, Long> lately(
            Consumer<String, byte[]> consumer, Collection<TopicPartition> partitions, Instant now) {
        Map<TopicPartition, Long> starts = new HashMap<>(consumer.endOffsets(partitions));
        long since = now.minus(BEFORE_END).toEpochMilli();
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> since)));
        found.forEach((partition, at) -> {
            if (at != null) {
                starts.merge(partition, at.offset(), Math::min);
            }
        });
        return starts;
    }

    /** At what is not archived, or the beginning of the log if that is later. @throws KafkaException as {@link #archived} */
    public static Map<TopicPartition, Long> unarchived(
            FramesConsumers consumers,
            Consumer<String, byte[]> consumer,
            Admin admin,
            Collection<TopicPartition> partitions)
            throws InterruptedException {
        Map<TopicPartition, Long> starts = new HashMap<>(consumer.beginningOffsets(partitions));
        archived(consumers, admin).forEach((partition, committed) -> {
            if (committed != null && partitions.contains(partition)) {
                starts.merge(partition, committed.offset(), Math::max);
            }
        });
        return starts;
    }

    /** The writers' committed offsets: everything before them is archived. @throws KafkaException if there is no answer */
    static Map<TopicPartition, OffsetAndMetadata> archived(FramesConsumers consumers, Admin admin)
            throws InterruptedException {
        try {
            return admin.listConsumerGroupOffsets(consumers.writerGroup())
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the writers' offsets are not known", e);
        }
    }
}
