package io.dayreel.streamer.tail;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.health.Heartbeat;
import io.dayreel.runtime.log.LogEvents;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * The group member: reads the live end of the partitions it is given into their tails and wakes whoever watches. On
 * assignment it begins a few seconds before the end, and has the rest filled. One thread; begins again when Kafka fails.
 */
final class LiveReader implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(LiveReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LEAVE = Duration.ofSeconds(3);
    private static final long PAUSE_MILLIS = 500;
    private static final long CLOSE_MILLIS = 8_000;

    private final FramesConsumers consumers;
    private final PartitionTails tails;
    private final TailFill fill;
    private final ViewerWakes wakes;
    private final InstantSource clock;
    private final Heartbeat heartbeat = new Heartbeat("streamer-frames", Heartbeat.USUAL_LIMIT);
    private final Thread thread;
    private final Object pause = new Object();
    private volatile boolean closing;
    private volatile boolean leaving;
    private volatile boolean healthy;
    private volatile Consumer<String, byte[]> current;

    LiveReader(FramesConsumers consumers, PartitionTails tails, TailFill fill, ViewerWakes wakes, InstantSource clock) {
        this.consumers = consumers;
        this.tails = tails;
        this.fill = fill;
        this.wakes = wakes;
        this.clock = clock;
        this.thread = new Thread(this::run, "dayreel-streamer-frames");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
        heartbeat.begins(thread);
    }

    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Whether the group gave partitions and the last poll succeeded. */
    boolean isHealthy() {
        return healthy;
    }

    /**
     * Gives the partitions up to the group and reads them on until {@link #close}, so that viewers have what they watch
     * while others begin to read. Returns at once.
     */
    void handOver() {
        heartbeat.ends();
        leaving = true;
    }

    private void run() {
        while (!closing && !leaving) {
            heartbeat.beat();
            Consumer<String, byte[]> consumer = consumers.member();
            try {
                current = consumer;
                consumer.subscribe(List.of(consumers.topic()), new Assignments(consumer));
                while (!closing && !leaving) {
                    poll(consumer);
                }
                if (!closing) {
                    leaveAndReadOn(consumer);
                }
            } catch (WakeupException e) {
                LOG.debug("live-reader-closing");
            } catch (KafkaException e) {
                LOG.warn("live-reader-failed", e);
            } catch (IOException e) {
                LOG.error("tail-disk-failed", e);
            } finally {
                current = null;
                healthy = false;
                leave(consumer);
                dropAll();
            }
            rest();
        }
    }

    private void leaveAndReadOn(Consumer<String, byte[]> member) throws IOException {
        Map<TopicPartition, Long> places = new HashMap<>();
        member.assignment().forEach(source -> places.put(source, member.position(source)));
        leave(member);
        LOG.info("partitions-handed-over", "partitions", places.size());
        if (places.isEmpty()) {
            return;
        }
        try (Consumer<String, byte[]> outside = consumers.bridge()) {
            current = outside;
            outside.assign(places.keySet());
            places.forEach(outside::seek);
            while (!closing) {
                poll(outside);
            }
        }
    }

    /** Leaves the group although it is a static member, so that others take over at once. */
    private static void leave(Consumer<String, byte[]> consumer) {
        try {
            consumer.close(CloseOptions.timeout(LEAVE)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        } catch (KafkaException e) {
            LOG.warn("live-reader-not-closed", "reason", e.getMessage());
        }
    }

    private void poll(Consumer<String, byte[]> consumer) throws IOException {
        heartbeat.beat();
        Set<DeviceId> grown = new HashSet<>();
        try {
            for (ConsumerRecord<String, byte[]> item : consumer.poll(POLL)) {
                OwnedPartition partition = tails.partition(item.partition()).orElse(null);
                if (partition != null) {
                    append(partition, item, grown);
                }
            }
        } catch (OffsetOutOfRangeException e) {
            // Deleted before we read it, so it is archived; what was left out is told by the archive.
            consumer.seekToBeginning(e.offsetOutOfRangePartitions().keySet());
        }
        wakes.grew(grown);
        markLive(consumer);
        healthy = !consumer.assignment().isEmpty() || healthy;
    }

    private void append(OwnedPartition partition, ConsumerRecord<String, byte[]> item, Set<DeviceId> grown)
            throws IOException {
        try {
            grown.add(partition.append(item, wakes).deviceId());
        } catch (IllegalArgumentException e) {
            LOG.warn("record-without-stream", "partition", item.partition(), "offset", item.offset());
        }
    }

    private void markLive(Consumer<String, byte[]> consumer) {
        for (TopicPartition source : consumer.assignment()) {
            tails.partition(source.partition())
                    .filter(partition -> !partition.isLiveReached())
                    .filter(partition -> consumer.currentLag(source).orElse(Long.MAX_VALUE) == 0)
                    .ifPresent(partition -> {
                        partition.reachLive();
                        wakes.everybody();
                    });
        }
    }

    private void dropAll() {
        for (OwnedPartition partition : tails.all()) {
            drop(partition.number());
        }
        wakes.everybody();
    }

    private void drop(int number) {
        try {
            tails.drop(number);
        } catch (IOException e) {
            LOG.warn("tail-not-deleted", "partition", number, "reason", e.getMessage());
        }
    }

    private void rest() {
        synchronized (pause) {
            if (!closing) {
                try {
                    pause.wait(PAUSE_MILLIS);
                } catch (InterruptedException e) {
                    closing = true;
                }
            }
        }
    }

    @Override
    public void close() {
        heartbeat.ends();
        closing = true;
        synchronized (pause) {
            pause.notifyAll();
        }
        Consumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Assignments implements ConsumerRebalanceListener {
        private final Consumer<String, byte[]> consumer;

        Assignments(Consumer<String, byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
            if (assigned.isEmpty()) {
                return;
            }
            Map<TopicPartition, Long> starts = ReadingStarts.lately(consumer, assigned, clock.instant());
            for (TopicPartition source : assigned) {
                open(source, starts.get(source));
            }
            LOG.info("partitions-assigned", "partitions", assigned.size());
            wakes.everybody();
        }

        private void open(TopicPartition source, long start) {
            try {
                OwnedPartition partition = tails.open(source.partition());
                partition.startsLiveAt(start);
                consumer.seek(source, start);
                fill.fill(partition);
            } catch (IOException e) {
                throw new KafkaException("no tail for " + source, e);
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
            if (leaving) {
                return; // they are read on
            }
            revoked.forEach(source -> drop(source.partition()));
            wakes.everybody();
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            onPartitionsRevoked(partitions);
        }
    }
}
