package io.dayreel.ingest.produce;

import io.dayreel.contracts.topics.DevicePartitioner;
import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.log.LogEvents;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topic {@code frames}: one message, one record, timestamped with the receive time (I8). Never blocks: the topic's
 * metadata is fetched when this is made and kept, and the budget is smaller than the producer's buffer. A producer that
 * failed for good is replaced. Thread-safe.
 */
public final class KafkaFrameTopic implements FrameTopic, AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(KafkaFrameTopic.class);
    private static final int MAX_RECORD_BYTES = 6 << 20;
    private static final int BATCH_BYTES = 128 << 10;
    private static final Duration CLOSE = Duration.ofSeconds(5);

    /**
     * @param topic full name
     * @param partitions of the topic, checked
     * @param budgetBytes limit of the in-flight budget
     * @param linger how long a batch waits for more, 0–5 ms
     * @param deliveryTimeout after which an unconfirmed message has failed
     * @param remakeAfter shortest life of a producer that failed for good, before another is made
     */
    public record Settings(
            String topic,
            int partitions,
            long budgetBytes,
            Duration linger,
            Duration deliveryTimeout,
            Duration remakeAfter) {}

    private final Settings settings;
    private final InFlightBudget budget;
    private final InstantSource clock;
    private final IngestMeters meters;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private volatile Producer<byte[], byte[]> producer;
    private long madeAtNanos;
    private boolean closed;

    /**
     * Connects; waits for the topic's metadata.
     *
     * @param properties connection and durability (acks=all, idempotent)
     */
    public KafkaFrameTopic(
            Map<String, Object> properties,
            Settings settings,
            InFlightBudget budget,
            InstantSource clock,
            IngestMeters meters) {
        this(
                () -> new KafkaProducer<>(
                        withLimits(properties, settings), new ByteArraySerializer(), new ByteArraySerializer()),
                settings,
                budget,
                clock,
                meters);
    }

    /** @param producers asked for another one when one has failed for good */
    KafkaFrameTopic(
            Supplier<Producer<byte[], byte[]>> producers,
            Settings settings,
            InFlightBudget budget,
            InstantSource clock,
            IngestMeters meters) {
        this.producers = producers;
        this.settings = settings;
        this.budget = budget;
        this.clock = clock;
        this.meters = meters;
        this.producer = producers.get();
        this.madeAtNanos = System.nanoTime();
    }

    private static Map<String, Object> withLimits(Map<String, Object> properties, Settings settings) {
        // A batch is filled to at least half before the next one begins, and each partition may have a beginning one.
        long buffer = 2 * settings.budgetBytes() + (long) settings.partitions() * BATCH_BYTES + 2L * MAX_RECORD_BYTES;
        int delivery = Math.toIntExact(settings.deliveryTimeout().toMillis());
        int linger = Math.toIntExact(settings.linger().toMillis());
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_RECORD_BYTES);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, buffer);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, linger);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 0);
        properties.put(ProducerConfig.METADATA_MAX_IDLE_CONFIG, TimeUnit.DAYS.toMillis(10_000));
        // Otherwise a client that reaches no broker forgets the topic, and every message fails at once instead of
        // waiting.
        properties.put(CommonClientConfigs.METADATA_RECOVERY_STRATEGY_CONFIG, MetadataRecoveryStrategy.NONE.name);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, delivery);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(10_000, delivery - linger));
        return properties;
    }

    /**
     * Asks for the topic's metadata once.
     *
     * @return whether sending is possible now; before that, messages fail
     */
    public boolean isReady() {
        try {
            return producer.partitionsFor(settings.topic()).size() == settings.partitions();
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public void send(DeviceId device, CheckedMessage message, Confirmation confirmation) {
        byte[] key = device.on(message.day()).toString().getBytes(StandardCharsets.UTF_8);
        byte[] bytes = message.bytes();
        int length = bytes.length;
        long sent = System.nanoTime();
        int partition = DevicePartitioner.partition(device, settings.partitions());
        Producer<byte[], byte[]> current = producer;
        try {
            current.send(
                    new ProducerRecord<>(settings.topic(), partition, clock.millis(), key, bytes),
                    (metadata, failure) -> {
                        meters.produced(System.nanoTime() - sent, failure == null);
                        budget.release(length);
                        confirmation.confirmed(failure);
                    });
        } catch (RuntimeException e) {
            meters.produced(System.nanoTime() - sent, false);
            budget.release(length);
            confirmation.confirmed(e);
            replace(current, e);
        }
    }

    /**
     * Only a producer that takes nothing any more throws; everything else fails in the callback. What it held fails with
     * it and is sent again by its devices. Not more often than every few seconds, so that a cause that stays costs little.
     */
    private void replace(Producer<byte[], byte[]> failed, RuntimeException cause) {
        synchronized (this) {
            if (closed
                    || producer != failed
                    || System.nanoTime() - madeAtNanos < settings.remakeAfter().toNanos()) {
                return;
            }
            LOG.error("producer-replaced", cause, "topic", settings.topic());
            producer = producers.get();
            madeAtNanos = System.nanoTime();
        }
        failed.close(Duration.ZERO); // without the lock: callbacks that it runs may send
    }

    /** Waits at most 5 s for what was sent. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        producer.close(CLOSE);
    }
}
