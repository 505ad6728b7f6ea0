package io.dayreel.streamer.tail;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.runtime.kafka.KafkaConnection;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Makes the Kafka clients that read {@code frames}. Who asks for one closes it.
 *
 * @param instance id of this process: static membership
 * @param address where peers reach this process; part of the client id, so that the group tells who owns a partition
 * @param sessionTimeout how long a streamer that died keeps its partitions, 6 s or more
 */
public record FramesConsumers(
        KafkaConnection kafka, TopicNames names, String instance, URI address, Duration sessionTimeout) {
    private static final String CLIENT_PREFIX = "dayreel-streamer@";
    private static final int FETCH_BYTES = 32 << 20;
    private static final int PARTITION_FETCH_BYTES = 8 << 20;
    private static final int BRIDGE_FETCH_BYTES = 8 << 20;
    private static final int BRIDGE_PARTITION_FETCH_BYTES = 2 << 20;
    /** Members learn with a heartbeat that one has left: viewers wait for that. */
    private static final int HEARTBEAT_MILLIS = 500;

    private static final int API_MILLIS = 10_000;

    /** The group of all streamers. */
    public String group() {
        return names.group("streamer");
    }

    /** The group whose committed offsets say what is archived. */
    String writerGroup() {
        return names.group("writer");
    }

    public String topic() {
        return names.of(Topic.FRAMES);
    }

    public TopicPartition partition(int number) {
        return new TopicPartition(topic(), number);
    }

    /** The member of the group that reads the live end. */
    Consumer<String, byte[]> member() {
        Map<String, Object> properties = base(CLIENT_PREFIX + address);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group());
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance + "-streamer");
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, Math.toIntExact(sessionTimeout.toMillis()));
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** Where a member of the group is reached, by its client id; empty for a foreign client. */
    public static String addressOf(String clientId) {
        return clientId.startsWith(CLIENT_PREFIX) ? clientId.substring(CLIENT_PREFIX.length()) : "";
    }

    /** A consumer outside the group. */
    public Consumer<String, byte[]> reader(String job) {
        return new KafkaConsumer<>(
                base("dayreel-streamer-" + job), new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** A consumer outside the group that holds little in memory: it reads beside all others of a process. */
    public Consumer<String, byte[]> bridge() {
        Map<String, Object> properties = base("dayreel-streamer-bridge");
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, BRIDGE_FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, BRIDGE_PARTITION_FETCH_BYTES);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    public Admin admin() {
        Map<String, Object> properties = kafka.client("dayreel-streamer-admin");
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_MILLIS);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, API_MILLIS / 2);
        return Admin.create(properties);
    }

    private Map<String, Object> base(String clientId) {
        Map<String, Object> properties = kafka.consumer(clientId, false);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_FETCH_BYTES);
        properties.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, API_MILLIS);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 500);
        return properties;
    }
}
