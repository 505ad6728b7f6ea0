package io.dayreel.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Properties that every Kafka client of the installation begins with.
 *
 * @param bootstrapServers the brokers
 * @param further TLS, SASL and the like; they win over what Dayreel sets
 */
public record KafkaConnection(String bootstrapServers, Map<String, String> further) {
    public KafkaConnection {
        further = Map.copyOf(further);
    }

    /** Base properties of any client, as a new map that the caller goes on with. */
    public Map<String, Object> client(String clientId) {
        Map<String, Object> properties = new HashMap<>();
        properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
        properties.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        properties.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
        properties.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        properties.putAll(further);
        return properties;
    }

    /** A producer that loses nothing that it confirmed: acks=all, idempotent. */
    public Map<String, Object> producer(String clientId) {
        Map<String, Object> properties = client(clientId);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        return properties;
    }

    /** A consumer that commits nothing by itself and never skips silently. */
    public Map<String, Object> consumer(String clientId, boolean readCommitted) {
        Map<String, Object> properties = client(clientId);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, readCommitted ? "read_committed" : "read_uncommitted");
        return properties;
    }
}
