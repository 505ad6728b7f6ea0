package io.dayreel.streamer.relay;

import io.dayreel.streamer.relay.BridgedTail.Start;
import io.dayreel.streamer.tail.FramesConsumers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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

/** Finds the offsets at which the bridge begins to read for relays. Belongs to the bridge's thread. */
final class BridgeStarts implements AutoCloseable {
    private static final Duration LATELY = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final FramesConsumers consumers;
    private final InstantSource clock;
    private final Admin admin;

    BridgeStarts(FramesConsumers consumers, InstantSource clock) {
        this.consumers = consumers;
        this.clock = clock;
        this.admin = consumers.admin();
    }

    /**
     * Where each relay stands at its beginning. Who begins lately begins at what is not archived instead where that is
     * later, and so has everything.
     *
     * @throws KafkaException if Kafka does not answer
     */
    Map<BridgedTail, KafkaBridge.Place> of(Consumer<String, byte[]> consumer, Collection<BridgedTail> tails) {
        Set<TopicPartition> partitions = tails.stream()
                .map(tail -> consumers.partition(tail.partition()))
                .collect(Collectors.toSet());
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> unarchived = unarchived(consumer, partitions);
        Map<TopicPartition, Long> lately = lately(consumer, ends);
        Map<BridgedTail, KafkaBridge.Place> places = new HashMap<>();
        for (BridgedTail tail : tails) {
            TopicPartition partition = consumers.partition(tail.partition());
            long archivedUntil = unarchived.get(partition);
            long first = first(tail.firstNeeded(), archivedUntil, lately.get(partition));
            places.put(tail, new KafkaBridge.Place(first, ends.get(partition), first <= archivedUntil));
        }
        return places;
    }

    private static long first(Start start, long archivedUntil, long lately) {
        if (start instanceof Start.Behind behind) {
            return behind.offset() + 1;
        }
        return start instanceof Start.Unarchived ? archivedUntil : Math.max(archivedUntil, lately);
    }

    private Map<TopicPartition, Long> lately(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        long since = clock.instant().minus(LATELY).toEpochMilli();
        Map<TopicPartition, OffsetAndTimestamp> found = consumer.offsetsForTimes(
                ends.keySet().stream().collect(Collectors.toMap(Function.identity(), partition -> since)));
        Map<TopicPartition, Long> offsets = new HashMap<>(ends);
        found.forEach((partition, at) -> {
            if (at != null) {
                offsets.put(partition, at.offset());
            }
        });
        return offsets;
    }

    /** The writers' committed offsets, or the beginning where they have none. */
    private Map<TopicPartition, Long> unarchived(Consumer<String, byte[]> consumer, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> offsets = new HashMap<>(consumer.beginningOffsets(partitions));
        committed().forEach((partition, committed) -> {
            if (committed != null && partitions.contains(partition)) {
                offsets.merge(partition, committed.offset(), Math::max);
            }
        });
        return offsets;
    }

    private Map<TopicPartition, OffsetAndMetadata> committed() {
        try {
            return admin.listConsumerGroupOffsets(consumers.writerGroup())
                    .partitionsToOffsetAndMetadata()
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the writers' offsets are not known", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
