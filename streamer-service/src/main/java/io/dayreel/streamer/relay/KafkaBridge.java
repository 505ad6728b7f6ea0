package io.dayreel.streamer.relay;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.health.Heartbeat;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.streamer.tail.FramesConsumers;
import io.dayreel.tail.TailRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads partitions from Kafka for relays whose owner does not answer: each partition once, however many relays need it,
 * so that the death of an owner costs its peers one consumer and not one for every device that is watched. One thread,
 * which reads as long as somebody has joined. {@link #join} and {@link #leave} may be called by any.
 */
final class KafkaBridge implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(KafkaBridge.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PAUSE_MILLIS = 500;
    private static final long IDLE_MILLIS = 10_000;
    private static final long CLOSE_MILLIS = 3_000;

    private final FramesConsumers consumers;
    private final BridgeStarts starts;
    private final Object lock = new Object();
    private final Set<BridgedTail> joined = new LinkedHashSet<>();
    private final Set<BridgedTail> beginning = new LinkedHashSet<>();
    private final Map<BridgedTail, Place> places = new HashMap<>();
    private final Heartbeat heartbeat;
    private final Thread thread;
    private boolean closing;

    /**
     * Where a relay stands.
     *
     * @param first offset from which on it gets records
     * @param end behind the last record that was there when it joined
     * @param whole whether it has everything that is not archived once it has come to the end
     */
    record Place(long first, long end, boolean whole) {}

    /** @param name of its thread and its heartbeat, behind {@code streamer-} */
    KafkaBridge(FramesConsumers consumers, BridgeStarts starts, String name) {
        this.consumers = consumers;
        this.starts = starts;
        this.heartbeat = new Heartbeat("streamer-" + name, Heartbeat.USUAL_LIMIT);
        this.thread = new Thread(this::run, "dayreel-streamer-" + name);
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
        heartbeat.begins(thread);
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Reads for a relay from now on; nothing new for one that has joined. */
    void join(BridgedTail tail) {
        synchronized (lock) {
            if (joined.add(tail)) {
                beginning.add(tail);
                lock.notifyAll();
            }
        }
    }

    /** Reads for it no more; a record that is on its way may still come. */
    void leave(BridgedTail tail) {
        synchronized (lock) {
            joined.remove(tail);
            beginning.remove(tail);
        }
    }

    private void run() {
        try {
            while (awaitSomebody()) {
                try (Consumer<String, byte[]> consumer = consumers.bridge()) {
                    readWhileJoined(consumer);
                } catch (KafkaException e) {
                    LOG.warn("bridge-failed", "reason", e.getMessage());
                    beginAnew();
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("bridge-closing");
        }
    }

    private boolean awaitSomebody() throws InterruptedException {
        synchronized (lock) {
            while (joined.isEmpty() && !closing) {
                heartbeat.beat();
                lock.wait(IDLE_MILLIS);
            }
            return !closing;
        }
    }

    private void beginAnew() throws InterruptedException {
        places.clear();
        synchronized (lock) {
            beginning.addAll(joined);
            if (!closing) {
                lock.wait(PAUSE_MILLIS);
            }
        }
    }

    private void readWhileJoined(Consumer<String, byte[]> consumer) throws InterruptedException {
        while (true) {
            heartbeat.beat();
            Set<BridgedTail> readers;
            Set<BridgedTail> begin;
            synchronized (lock) {
                if (closing || joined.isEmpty()) {
                    places.clear();
                    return;
                }
                readers = new LinkedHashSet<>(joined);
                begin = new LinkedHashSet<>(beginning);
                beginning.clear();
            }
            places.keySet().retainAll(readers);
            assign(consumer, readers, begin);
            poll(consumer);
            tellComplete(consumer);
        }
    }

    /** Has the consumer read what the readers need, and goes back to where the new ones begin. */
    private void assign(Consumer<String, byte[]> consumer, Set<BridgedTail> readers, Set<BridgedTail> begin)
            throws InterruptedException {
        Set<TopicPartition> before = new HashSet<>(consumer.assignment());
        Set<TopicPartition> needed = readers.stream()
                .map(reader -> consumers.partition(reader.partition()))
                .collect(Collectors.toSet());
        if (!needed.equals(before)) {
            consumer.assign(needed);
        }
        if (begin.isEmpty()) {
            return;
        }
        Map<BridgedTail, Place> begun = starts.of(consumer, begin);
        places.putAll(begun);
        Map<TopicPartition, Long> first = new HashMap<>();
        begun.forEach((tail, place) -> first.merge(consumers.partition(tail.partition()), place.first(), Math::min));
        first.forEach((partition, offset) -> {
            if (!before.contains(partition) || consumer.position(partition) > offset) {
                consumer.seek(partition, offset);
            }
        });
    }

    private void poll(Consumer<String, byte[]> consumer) {
        Map<DeviceId, BridgedTail> byDevice = new HashMap<>();
        places.keySet().forEach(tail -> byDevice.put(tail.device(), tail));
        try {
            for (ConsumerRecord<String, byte[]> item : consumer.poll(POLL)) {
                hand(item, byDevice);
            }
        } catch (OffsetOutOfRangeException e) {
            // Deleted before it was read, so it is archived.
            consumer.seekToBeginning(e.offsetOutOfRangePartitions().keySet());
        }
    }

    private void hand(ConsumerRecord<String, byte[]> item, Map<DeviceId, BridgedTail> byDevice) {
        try {
            StreamId stream = StreamId.parse(item.key());
            BridgedTail tail = byDevice.get(stream.deviceId());
            if (tail != null && item.offset() >= places.get(tail).first()) {
                tail.bridged(new TailRecord(stream, item.offset(), item.timestamp(), item.value()));
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("record-without-stream", "partition", item.partition(), "offset", item.offset());
        }
    }

    private void tellComplete(Consumer<String, byte[]> consumer) {
        for (Map.Entry<BridgedTail, Place> each : List.copyOf(places.entrySet())) {
            BridgedTail tail = each.getKey();
            Place place = each.getValue();
            if (place.whole() && consumer.position(consumers.partition(tail.partition())) >= place.end()) {
                places.put(tail, new Place(place.first(), place.end(), false));
                tail.becomeComplete();
            }
        }
    }

    @Override
    public void close() {
        heartbeat.ends();
        synchronized (lock) {
            closing = true;
            lock.notifyAll();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        starts.close();
    }
}
