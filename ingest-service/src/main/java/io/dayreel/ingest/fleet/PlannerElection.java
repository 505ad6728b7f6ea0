package io.dayreel.ingest.fleet;

import io.dayreel.runtime.health.Heartbeat;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.runtime.log.LogEvents;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Who plans: the member of a consumer group that has partition 0. It reads nothing. Two may believe it for as long as a
 * session lasts, when one was frozen; both would plan from the same topics, and devices bound their moves by themselves
 * having just connected. Owns its thread; close it, and another is elected at once.
 */
public final class PlannerElection implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(PlannerElection.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int SESSION_MILLIS = 10_000;
    private static final int HEARTBEAT_MILLIS = 3_000;
    private static final long BELIEF_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long PAUSE_MILLIS = 1_000;
    private static final long CLOSE_MILLIS = 5_000;

    private final KafkaConnection kafka;
    private final String topic;
    private final String group;
    private final Heartbeat heartbeat = new Heartbeat("ingest-election", Heartbeat.USUAL_LIMIT);
    private final Thread thread = new Thread(this::run, "dayreel-ingest-election");
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile KafkaConsumer<byte[], byte[]> current;
    private volatile boolean elected;
    private volatile long polledNanos;

    public PlannerElection(KafkaConnection kafka, String topic, String group) {
        this.kafka = kafka;
        this.topic = topic;
        this.group = group;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
        heartbeat.begins(thread);
    }

    /** By what its thread is watched. */
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Whether this instance plans. */
    public boolean isElected() {
        return elected && System.nanoTime() - polledNanos < BELIEF_NANOS;
    }

    private void run() {
        while (closing.getCount() > 0) {
            heartbeat.beat();
            try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                current = consumer;
                consumer.subscribe(List.of(topic), new Assigned(consumer));
                while (closing.getCount() > 0) {
                    heartbeat.beat();
                    consumer.poll(POLL);
                    polledNanos = System.nanoTime();
                }
            } catch (WakeupException e) {
                LOG.debug("election-closing");
            } catch (KafkaException e) {
                LOG.warn("election-failed", "reason", e, "retryMillis", PAUSE_MILLIS);
                pause();
            } finally {
                current = null;
                elected = false;
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = kafka.consumer(thread.getName(), true);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        properties.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                List.of(CooperativeStickyAssignor.class.getName()));
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void pause() {
        try {
            if (closing.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.debug("election-closing");
            }
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    /** Leaves the group, so that another is elected at once; waits at most 5 s. */
    @Override
    public void close() {
        heartbeat.ends();
        closing.countDown();
        elected = false;
        KafkaConsumer<byte[], byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Pauses what is assigned, since nothing is to be read, and sees whether partition 0 is among it. */
    private final class Assigned implements ConsumerRebalanceListener {
        private final KafkaConsumer<byte[], byte[]> consumer;

        Assigned(KafkaConsumer<byte[], byte[]> consumer) {
            this.consumer = consumer;
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            consumer.pause(added);
            if (hasFirst(added)) {
                elected = true;
                LOG.info("planner-elected");
            }
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> removed) {
            if (hasFirst(removed)) {
                elected = false;
                LOG.info("planner-resigned");
            }
        }

        private static boolean hasFirst(Collection<TopicPartition> some) {
            return some.stream().anyMatch(each -> each.partition() == 0);
        }
    }
}
