package io.dayreel.streamer.relay;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.tail.TailLog;
import io.dayreel.tail.TailRecord;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * The tail of one device whose partition another instance owns: one connection to the owner, however many viewers watch
 * here. While the owner does not answer the partition is read from Kafka. A thread of its own; closed by {@link Relays}.
 */
final class RelayedTail implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(RelayedTail.class);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration KAFKA_TURN = Duration.ofSeconds(5);
    private static final long SETTLED_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long CLOSE_MILLIS = 3_000;

    private final RelayParts parts;
    private final DeviceId device;
    private final int partition;
    private final TailLog log;
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean complete;
    private volatile long newest = -1;

    RelayedTail(RelayParts parts, DeviceId device, int partition, TailLog log) {
        this.parts = parts;
        this.device = device;
        this.partition = partition;
        this.log = log;
        this.thread = new Thread(this::run, "dayreel-streamer-relay");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    TailLog log() {
        return log;
    }

    boolean isComplete() {
        return complete;
    }

    private void run() {
        while (!closing) {
            try {
                Optional<URI> owner = parts.owners().of(partition).filter(address -> !address.equals(parts.self()));
                if (owner.isEmpty() || !follow(owner.get())) {
                    readKafka();
                }
            } catch (KafkaException e) {
                LOG.warn("relay-failed", "device", device, "reason", e.getMessage());
            } catch (InterruptedException e) {
                closing = true;
            }
        }
    }

    /** @return whether the owner fed this tail for a while */
    private boolean follow(URI owner) throws InterruptedException {
        long began = System.nanoTime();
        long after = complete ? newest : -1;
        try (OwnerConnection connection =
                OwnerConnection.open(parts.http(), owner, device, after, parts.tokens(), new Feed())) {
            while (!closing && !connection.awaitEnd(LOOK)) {
                if (parts.owns().test(device)) {
                    return true;
                }
            }
        } catch (TimeoutException | ExecutionException e) {
            LOG.info("owner-silent", "device", device, "owner", owner, "reason", e.getMessage());
            return false;
        }
        return System.nanoTime() - began > SETTLED_NANOS;
    }

    private void readKafka() {
        TopicPartition source = parts.consumers().partition(partition);
        try (Consumer<String, byte[]> consumer = parts.consumers().reader("relay")) {
            consumer.assign(List.of(source));
            if (complete) {
                consumer.seek(source, newest + 1);
            } else {
                consumer.seekToBeginning(List.of(source));
            }
            long end = consumer.endOffsets(List.of(source)).get(source);
            long until = System.nanoTime() + KAFKA_TURN.toNanos();
            while (!closing && (System.nanoTime() < until || !complete)) {
                poll(consumer, source);
                if (!complete && consumer.position(source) >= end) {
                    becomeComplete();
                }
            }
        }
    }

    private void poll(Consumer<String, byte[]> consumer, TopicPartition source) {
        try {
            for (ConsumerRecord<String, byte[]> item : consumer.poll(LOOK)) {
                StreamId stream = StreamId.parse(item.key());
                newest = Math.max(newest, item.offset());
                if (stream.deviceId().equals(device)) {
                    append(new TailRecord(stream, item.offset(), item.timestamp(), item.value()));
                }
            }
        } catch (OffsetOutOfRangeException e) {
            consumer.seekToBeginning(List.of(source));
        }
    }

    private void append(TailRecord item) {
        if (complete) {
            parts.wakes().arriving(log, item);
        }
        try {
            log.append(item);
            newest = Math.max(newest, item.offset());
            parts.wakes().grew(device);
        } catch (IOException e) {
            LOG.error("tail-disk-failed", e, "device", device);
        }
    }

    private void becomeComplete() {
        complete = true;
        parts.wakes().grew(device);
    }

    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSE_MILLIS);
            log.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.warn("tail-not-deleted", "device", device, "reason", e.getMessage());
        }
    }

    private final class Feed implements OwnerConnection.Handler {
        @Override
        public void message(byte[] fed) {
            try {
                append(FeedMessage.decode(device, fed));
            } catch (FrameException e) {
                LOG.warn("fed-record-unreadable", "device", device, "reason", e.getMessage());
            }
        }

        @Override
        public void complete() {
            becomeComplete();
        }
    }
}
