package io.dayreel.writer.consume;

import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.runtime.kafka.KafkaConnection;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes the writer's Kafka clients. Who asks for one closes it.
 *
 * @param instance id of this process in the group: static membership
 * @param sessionTimeout how long a writer that died keeps its partitions, 6 s or more
 * @param transactionTimeout how long a transaction of a writer that died holds up others
 */
public record KafkaClients(
        KafkaConnection kafka,
        TopicNames names,
        String instance,
        String group,
        Duration sessionTimeout,
        Duration transactionTimeout) {
    private static final int MAX_BLOCK_MILLIS = 3_000;
    private static final int REQUEST_MILLIS = 3_000;
    private static final int DELIVERY_MILLIS = 6_000;
    private static final int ADMIN_MILLIS = 15_000;
    private static final int MAX_REQUEST_BYTES = 6 << 20;
    private static final int FETCH_BYTES = 32 << 20;
    private static final int PARTITION_FETCH_BYTES = 8 << 20;
    private static final int POLL_RECORDS = 500;

    /** The writer is in no hurry: fewer and larger fetches cost it and the broker less. */
    private static final int FETCH_MIN_BYTES = 1 << 20;

    private static final int FETCH_MAX_WAIT_MILLIS = 100;

    /** Values are not copied out of what was fetched: they are valid until the next poll and longer, but should not be kept. */
    Consumer<byte[], ByteBuffer> frames() {
        // Committed offsets are read only once no transaction can change them: what read_committed means for offsets.
        Map<String, Object> properties = kafka.consumer("dayreel-writer-frames", true);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Math.toIntExact(sessionTimeout.toMillis()));
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, Math.toIntExact(sessionTimeout.toMillis() / 4));
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        properties.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, FETCH_MIN_BYTES);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_MAX_WAIT_MILLIS);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteBufferDeserializer());
    }

    Consumer<String, byte[]> segments() {
        Map<String, Object> properties = kafka.consumer("dayreel-writer-recovery", true);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    Producer<String, byte[]> announcements() {
        Map<String, Object> properties = producer("dayreel-writer-announce");
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, names.group("writer-" + instance));
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Math.toIntExact(transactionTimeout.toMillis()));
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    Producer<String, byte[]> coverage() {
        return new KafkaProducer<>(
                producer("dayreel-writer-coverage"), new StringSerializer(), new ByteArraySerializer());
    }

    private Map<String, Object> producer(String clientId) {
        Map<String, Object> properties = kafka.producer(clientId);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MILLIS);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_MILLIS);
        return properties;
    }

    Admin admin() {
        Map<String, Object> properties = kafka.client("dayreel-writer-admin");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ADMIN_MILLIS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        return Admin.create(properties);
    }

    /** Longer than any transaction may stay open, so that recovery outlasts one that a dead writer left. */
    Duration recoveryLimit() {
        return transactionTimeout.plusSeconds(20);
    }
}
