package io.dayreel.runtime.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** How to reach Kafka. */
@ConfigMapping(prefix = "dayreel.kafka")
public interface KafkaSettings {
    /** The brokers, {@code host:port} with commas between. */
    @WithDefault("localhost:9092")
    String bootstrapServers();

    /** Further properties of every Kafka client (TLS, SASL), passed on as they are. */
    Map<String, String> properties();
}
