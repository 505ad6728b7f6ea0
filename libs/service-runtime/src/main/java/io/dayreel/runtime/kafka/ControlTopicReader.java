package io.dayreel.runtime.kafka;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.runtime.health.Heartbeat;
import io.dayreel.runtime.log.LogEvents;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads a control topic by assignment, without a group: every reader sees every record. One thread of its own calls the
 * handler, in order per partition; memory is bounded by one poll. When Kafka fails it begins again, after a pause, where
 * it was. A value that is not of the type, or a record that the handler fails on, is logged and left out: the next ones
 * must not wait for it.
 *
 * @param <V> record type of the values
 */
public final class ControlTopicReader<V> implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(ControlTopicReader.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long FIRST_PAUSE_MILLIS = 200;
    private static final long LAST_PAUSE_MILLIS = 10_000;
    private static final long CLOSE_MILLIS = 5_000;

    /** Three questions before the first poll, of which each may take a minute, and half of one to close. */
    private static final Duration SILENCE_LIMIT = Duration.ofMinutes(5);

    /** Called for each record, from the reader's thread. */
    @FunctionalInterface
    public interface Handler<V> {
        /** @param value absent (null) for a tombstone */
        void handle(ConsumerRecord<String, byte[]> source, V value);
    }

    private final KafkaConnection kafka;
    private final ControlTopicSource<V> source;
    private final Handler<V> handler;
    private final ControlTopicPositions positions;
    private final Heartbeat heartbeat;
    private final Thread thread;
    private final CountDownLatch caughtUp = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile KafkaConsumer<String, byte[]> current;

    /** @param name {@code service-job}: the thread is called {@code dayreel-service-job}, the client likewise */
    public ControlTopicReader(KafkaConnection kafka, String name, ControlTopicSource<V> source, Handler<V> handler) {
        this.kafka = kafka;
        this.source = source;
        this.handler = handler;
        this.positions = new ControlTopicPositions(source);
        this.heartbeat = new Heartbeat(name, SILENCE_LIMIT);
        this.thread = new Thread(this::run, "dayreel-" + name);
        this.thread.setDaemon(true);
    }

    /** Begins to read. @return this */
    public ControlTopicReader<V> start() {
        thread.start();
        heartbeat.begins(thread);
        return this;
    }

    /** By what its thread is watched, under the reader's name. It beats with every poll and record. */
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Whether everything that was in the topic when reading began has been handled. Stays true. */
    public boolean caughtUp() {
        return caughtUp.getCount() == 0;
    }

    /** @return whether it {@link #caughtUp} in time */
    public boolean awaitCaughtUp(Duration patience) throws InterruptedException {
        return caughtUp.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops reading and waits for the thread, at most 5 s. Must not be called from the handler. */
    @Override
    public void close() {
        heartbeat.ends();
        closing.countDown();
        KafkaConsumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long pauseMillis = FIRST_PAUSE_MILLIS;
        while (!isClosing()) {
            heartbeat.beat();
            try (KafkaConsumer<String, byte[]> consumer = consumer()) {
                current = consumer;
                positions.assign(consumer);
                while (!isClosing()) {
                    poll(consumer);
                    pauseMillis = FIRST_PAUSE_MILLIS;
                }
            } catch (WakeupException e) {
                LOG.debug("control-reader-closing", "topic", source.topic());
            } catch (KafkaException e) {
                LOG.warn("control-reader-failed", "topic", source.topic(), "reason", e, "retryMillis", pauseMillis);
                pause(pauseMillis);
                pauseMillis = Math.min(LAST_PAUSE_MILLIS, pauseMillis * 2);
            } finally {
                current = null;
            }
        }
    }

    private void poll(KafkaConsumer<String, byte[]> consumer) {
        heartbeat.beat();
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        for (ConsumerRecord<String, byte[]> item : records) {
            deliver(item);
        }
        positions.advance(consumer);
        if (!caughtUp() && positions.reachedFirstEnds()) {
            caughtUp.countDown();
        }
    }

    private void deliver(ConsumerRecord<String, byte[]> item) {
        heartbeat.beat();
        try {
            handler.handle(item, item.value() == null ? null : Json.read(item.value(), source.type()));
        } catch (JsonFormatException e) {
            LOG.warn("control-record-unreadable", "topic", item.topic(), "at", place(item), "reason", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("control-record-failed", e, "topic", item.topic(), "at", place(item), "key", item.key());
        }
    }

    private static String place(ConsumerRecord<?, ?> item) {
        return item.partition() + ":" + item.offset();
    }

    private KafkaConsumer<String, byte[]> consumer() {
        Map<String, Object> properties = kafka.consumer(thread.getName(), source.readCommitted());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 16 << 20);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void pause(long millis) {
        try {
            if (closing.await(millis, TimeUnit.MILLISECONDS)) {
                LOG.debug("control-reader-closing", "topic", source.topic());
            }
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }
}
