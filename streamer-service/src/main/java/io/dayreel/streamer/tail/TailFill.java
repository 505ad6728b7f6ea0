package io.dayreel.streamer.tail;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.health.Heartbeat;
import io.dayreel.runtime.log.LogEvents;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Fills tails from the writer's committed offset up to where the live end began, partition by partition, on a thread of
 * its own; and tells them now and then what was archived meanwhile. Tries again for ever when Kafka fails.
 */
final class TailFill implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(TailFill.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long SWEEP_NANOS = Duration.ofSeconds(30).toNanos();
    private static final long CLOSE_MILLIS = 5_000;

    private final FramesConsumers consumers;
    private final PartitionTails tails;
    private final ViewerWakes wakes;
    private final BlockingQueue<OwnedPartition> waiting;
    private final Heartbeat heartbeat = new Heartbeat("streamer-fill", Heartbeat.USUAL_LIMIT);
    private final Thread thread;
    private volatile boolean closing;
    private Map<TopicPartition, OffsetAndMetadata> committedBefore = Map.of();
    private long sweptAt = System.nanoTime();

    TailFill(FramesConsumers consumers, PartitionTails tails, ViewerWakes wakes, int partitions) {
        this.consumers = consumers;
        this.tails = tails;
        this.wakes = wakes;
        this.waiting = new LinkedBlockingQueue<>(partitions * 4);
        this.thread = new Thread(this::run, "dayreel-streamer-fill");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
        heartbeat.begins(thread);
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Queues a partition whose live start is known. */
    void fill(OwnedPartition partition) {
        if (!waiting.offer(partition)) {
            throw new IllegalStateException("more partitions wait to be filled than there are");
        }
    }

    private void run() {
        while (!closing) {
            heartbeat.beat();
            try (Consumer<String, byte[]> consumer = consumers.reader("fill");
                    Admin admin = consumers.admin()) {
                work(consumer, admin);
            } catch (KafkaException e) {
                LOG.warn("tail-fill-failed", "reason", e.getMessage());
            } catch (IOException e) {
                LOG.error("tail-disk-failed", e);
            } catch (InterruptedException e) {
                closing = true;
            }
        }
    }

    private void work(Consumer<String, byte[]> consumer, Admin admin) throws InterruptedException, IOException {
        while (!closing) {
            heartbeat.beat();
            OwnedPartition partition = waiting.poll(1, TimeUnit.SECONDS);
            if (partition != null) {
                boolean done = false;
                try {
                    fill(consumer, admin, partition);
                    done = true;
                } finally {
                    if (!done && !partition.isLost()) {
                        fill(partition);
                    }
                }
            }
            if (System.nanoTime() - sweptAt > SWEEP_NANOS) {
                sweep(admin);
            }
        }
    }

    private void fill(Consumer<String, byte[]> consumer, Admin admin, OwnedPartition partition)
            throws InterruptedException, IOException {
        TopicPartition source = consumers.partition(partition.number());
        consumer.assign(List.of(source));
        long next = ReadingStarts.unarchived(consumers, consumer, admin, List.of(source))
                .get(source);
        partition.fillProgress(next);
        consumer.seek(source, next);
        while (next < partition.liveStart() && !partition.isLost() && !closing) {
            next = fillOnce(consumer, source, partition);
            partition.fillProgress(next);
        }
        if (next >= partition.liveStart()) {
            partition.filled();
            wakes.everybody();
        }
    }

    private long fillOnce(Consumer<String, byte[]> consumer, TopicPartition source, OwnedPartition partition)
            throws IOException {
        heartbeat.beat();
        Set<DeviceId> grown = new HashSet<>();
        try {
            for (ConsumerRecord<String, byte[]> item : consumer.poll(POLL)) {
                if (item.offset() >= partition.liveStart()) {
                    return partition.liveStart();
                }
                append(partition, item, grown);
            }
        } catch (OffsetOutOfRangeException e) {
            consumer.seekToBeginning(List.of(source));
        }
        return consumer.position(source);
    }

    private static void append(OwnedPartition partition, ConsumerRecord<String, byte[]> item, Set<DeviceId> grown)
            throws IOException {
        try {
            grown.add(partition.append(item).deviceId());
        } catch (IllegalArgumentException e) {
            LOG.warn("record-without-stream", "partition", item.partition(), "offset", item.offset());
        }
    }

    /** Uses what was committed a while ago: by now its announcements were read, so that nothing is forgotten too early. */
    private void sweep(Admin admin) throws InterruptedException {
        sweptAt = System.nanoTime();
        committedBefore.forEach((source, offset) -> tails.partition(source.partition())
                .ifPresent(partition -> partition.log().archivedBefore(offset.offset())));
        committedBefore = ReadingStarts.archived(consumers, admin);
    }

    @Override
    public void close() {
        heartbeat.ends();
        closing = true;
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException | InterruptException e) {
            Thread.currentThread().interrupt();
        }
    }
}
