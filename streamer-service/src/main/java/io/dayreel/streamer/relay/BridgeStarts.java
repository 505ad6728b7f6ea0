package io.dayreel.streamer.relay;

import io.dayreel.streamer.relay.BridgedTail.Start;
import io.dayreel.streamer.tail.FramesConsumers;
import io.dayreel.streamer.tail.ReadingStarts;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Finds the offsets at which the bridge begins to read for relays. Belongs to the bridge's thread. */
final class BridgeStarts implements AutoCloseable {
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
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     */
    Map<BridgedTail, KafkaBridge.Place> of(Consumer<String, byte[]> consumer, Collection<BridgedTail> tails)
            throws InterruptedException {
        Set<TopicPartition> partitions = tails.stream()
                .map(tail -> consumers.partition(tail.partition()))
                .collect(Collectors.toSet());
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> unarchived = ReadingStarts.unarchived(consumers, consumer, admin, partitions);
        Map<TopicPartition, Long> lately = ReadingStarts.lately(consumer, partitions, clock.instant());
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

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
