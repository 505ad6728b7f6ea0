package io.dayreel.runtime.kafka;

import java.time.Instant;
import java.util.Set;

/**
 * What a {@link ControlTopicReader} reads.
 *
 * @param topic full name, prefix included
 * @param type the values' record type, JSON
 * @param partitions which partitions; empty for all
 * @param readCommitted whether records of open and aborted transactions stay unseen
 */
public record ControlTopicSource<V>(
        String topic, Class<V> type, Start start, Set<Integer> partitions, boolean readCommitted) {
    public ControlTopicSource {
        partitions = Set.copyOf(partitions);
    }

    /** All partitions, read committed. */
    public static <V> ControlTopicSource<V> all(String topic, Class<V> type, Start start) {
        return new ControlTopicSource<>(topic, type, start, Set.of(), true);
    }

    public ControlTopicSource<V> onlyPartitions(Set<Integer> some) {
        return new ControlTopicSource<>(topic, type, start, some, readCommitted);
    }

    /** Where reading begins. After an error it goes on where it was. */
    public sealed interface Start {
        record Beginning() implements Start {}

        record End() implements Start {}

        /** The first record with this timestamp or a later one. */
        record Since(Instant time) implements Start {}
    }
}
