package io.dayreel.runtime.kafka;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.topics.DevicePartitioner;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Writes records to control topics: acks=all, idempotent, in order of the calls, partitioned by device. A call never
 * blocks: a thread of its own hands records to the producer, at most {@link #MAX_WAITING} wait for it, and further ones
 * fail at once. Thread-safe. Owns its producer and thread; close it.
 */
public final class ControlTopicWriter implements AutoCloseable {
    /** Records that may wait for the producer. */
    public static final int MAX_WAITING = 4096;

    private static final Duration LINGER = Duration.ofMillis(5);
    private static final Duration CLOSE = Duration.ofSeconds(3);
    private static final long BUFFER_BYTES = 16L << 20;
    private static final int MAX_REQUEST_BYTES = 6 << 20;

    private final TopicNames names;
    private final KafkaProducer<String, byte[]> producer;
    private final ThreadPoolExecutor sender;

    /** @param name {@code service-job}: thread and client are called {@code dayreel-service-job} */
    public ControlTopicWriter(KafkaConnection kafka, TopicNames names, String name) {
        this(kafka, names, name, LINGER);
    }

    /**
     * @param name {@code service-job}: thread and client are called {@code dayreel-service-job}
     * @param linger how long a record may wait for others to go with it; zero where viewers wait for it
     */
    public ControlTopicWriter(KafkaConnection kafka, TopicNames names, String name, Duration linger) {
        this.names = names;
        Map<String, Object> properties = properties(kafka, "dayreel-" + name);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, linger.toMillis());
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        this.sender = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
            Thread thread = new Thread(task, "dayreel-" + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    private static Map<String, Object> properties(KafkaConnection kafka, String clientId) {
        Map<String, Object> properties = kafka.producer(clientId);
        properties.put(ProducerConfig.PARTITIONER_CLASS_CONFIG, DevicePartitioner.class);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 30_000);
        return properties;
    }

    /**
     * Writes one record.
     *
     * @param key begins with {@code tenant/device}
     * @param value written as JSON; null for a tombstone
     * @return done once Kafka confirmed the record; fails when Kafka did not within 30 s or too many wait
     */
    public CompletableFuture<Void> send(Topic topic, String key, Object value) {
        byte[] bytes = value == null ? null : Json.writeBytes(value);
        ProducerRecord<String, byte[]> message = new ProducerRecord<>(names.of(topic), key, bytes);
        CompletableFuture<Void> confirmed = new CompletableFuture<>();
        try {
            sender.execute(() -> produce(message, confirmed));
        } catch (RejectedExecutionException e) {
            confirmed.completeExceptionally(new IllegalStateException(
                    sender.isShutdown() ? "the writer is closed" : MAX_WAITING + " records wait for Kafka already", e));
        }
        return confirmed;
    }

    private void produce(ProducerRecord<String, byte[]> message, CompletableFuture<Void> confirmed) {
        try {
            producer.send(message, (metadata, failure) -> {
                if (failure == null) {
                    confirmed.complete(null);
                } else {
                    confirmed.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException e) {
            confirmed.completeExceptionally(e);
        }
    }

    /** Waits at most 3 s for what was sent, then gives the rest up. */
    @Override
    public void close() {
        sender.shutdown();
        try {
            if (!sender.awaitTermination(CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                sender.shutdownNow();
            }
        } catch (InterruptedException e) {
            sender.shutdownNow();
            Thread.currentThread().interrupt();
        }
        producer.close(CLOSE);
    }
}
