package io.dayreel.streamer.tail;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads again from Kafka what the disk had to evict before it was archived (I5). What a fetch brought besides the record
 * asked for is kept for the next ones, up to a number of bytes. Thread-safe; one fetch at a time.
 */
public final class EvictedRecords implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final FramesConsumers consumers;
    private final long maxBytes;
    private final LinkedHashMap<Place, byte[]> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;
    private Consumer<String, byte[]> consumer;
    private long fetches;

    private record Place(int partition, long offset) {}

    public EvictedRecords(FramesConsumers consumers, long maxBytes) {
        this.consumers = consumers;
        this.maxBytes = maxBytes;
    }

    /** The record at an offset; empty if Kafka no longer has it or does not answer in time. Blocks up to 2 s. */
    public synchronized Optional<byte[]> read(int partition, long offset) {
        byte[] known = kept.get(new Place(partition, offset));
        if (known != null) {
            return Optional.of(known);
        }
        try {
            return fetch(consumers.partition(partition), offset);
        } catch (KafkaException e) {
            close();
            return Optional.empty();
        }
    }

    /** How often Kafka was asked. */
    public synchronized long fetches() {
        return fetches;
    }

    private Optional<byte[]> fetch(TopicPartition partition, long offset) {
        if (consumer == null) {
            consumer = consumers.reader("evicted");
        }
        fetches++;
        consumer.assign(List.of(partition));
        consumer.seek(partition, offset);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<byte[]> found = Optional.empty();
            boolean any = false;
            for (ConsumerRecord<String, byte[]> item : consumer.poll(Duration.ofMillis(200))) {
                any = true;
                keep(new Place(item.partition(), item.offset()), item.value());
                if (item.offset() == offset) {
                    found = Optional.of(item.value());
                }
            }
            if (any) {
                return found;
            }
        }
        return Optional.empty();
    }

    private void keep(Place place, byte[] record) {
        byte[] before = kept.put(place, record);
        bytes += record.length - (before == null ? 0 : before.length);
        var eldest = kept.entrySet().iterator();
        while (bytes > maxBytes && kept.size() > 1) {
            Map.Entry<Place, byte[]> entry = eldest.next();
            bytes -= entry.getValue().length;
            eldest.remove();
        }
    }

    @Override
    public synchronized void close() {
        if (consumer != null) {
            consumer.close(CloseOptions.timeout(Duration.ofSeconds(1)));
            consumer = null;
        }
    }
}
