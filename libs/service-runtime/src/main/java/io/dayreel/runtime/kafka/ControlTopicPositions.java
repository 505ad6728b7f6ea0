package io.dayreel.runtime.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Where a control topic reader is, kept over the consumers that it goes through. Only its thread uses it. */
final class ControlTopicPositions {
    private final ControlTopicSource<?> source;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final Map<TopicPartition, Long> firstEnds = new HashMap<>();

    ControlTopicPositions(ControlTopicSource<?> source) {
        this.source = source;
    }

    /** Assigns the source's partitions and seeks to where reading goes on. */
    void assign(KafkaConsumer<?, ?> consumer) {
        List<PartitionInfo> known = consumer.partitionsFor(source.topic());
        if (known == null || known.isEmpty()) {
            throw new UnknownTopicOrPartitionException("topic " + source.topic() + " does not exist");
        }
        List<TopicPartition> wanted = known.stream()
                .map(PartitionInfo::partition)
                .filter(number ->
                        source.partitions().isEmpty() || source.partitions().contains(number))
                .map(number -> new TopicPartition(source.topic(), number))
                .toList();
        consumer.assign(wanted);
        if (next.isEmpty()) {
            firstEnds.putAll(consumer.endOffsets(wanted));
            next.putAll(starts(consumer, wanted));
        }
        next.forEach(consumer::seek);
    }

    private Map<TopicPartition, Long> starts(KafkaConsumer<?, ?> consumer, List<TopicPartition> wanted) {
        if (source.start() instanceof ControlTopicSource.Start.Since since) {
            Map<TopicPartition, Long> times = new HashMap<>();
            wanted.forEach(partition -> times.put(partition, since.time().toEpochMilli()));
            Map<TopicPartition, Long> starts = new HashMap<>(firstEnds);
            consumer.offsetsForTimes(times).forEach((partition, found) -> putFound(starts, partition, found));
            return starts;
        }
        return source.start() instanceof ControlTopicSource.Start.End ? firstEnds : consumer.beginningOffsets(wanted);
    }

    private static void putFound(Map<TopicPartition, Long> starts, TopicPartition partition, OffsetAndTimestamp found) {
        if (found != null) {
            starts.put(partition, found.offset());
        }
    }

    /** Remembers where the consumer is after a poll whose records were handled. */
    void advance(KafkaConsumer<?, ?> consumer) {
        next.replaceAll((partition, before) -> consumer.position(partition));
    }

    boolean reachedFirstEnds() {
        return firstEnds.entrySet().stream().allMatch(end -> next.get(end.getKey()) >= end.getValue());
    }
}
