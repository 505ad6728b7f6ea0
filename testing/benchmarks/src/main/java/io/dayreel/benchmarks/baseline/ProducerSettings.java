package io.dayreel.benchmarks.baseline;

import java.util.LinkedHashMap;
import java.util.Map;

/** The producer settings of ingest-service, for what it is measured beside. */
public final class ProducerSettings {
    private ProducerSettings() {}

    /** Durability and batching as ingest has them; buffer for more than all windows together. */
    public static Map<String, String> like(String bootstrapServers) {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("acks", "all");
        settings.put("enable.idempotence", "true");
        settings.put("compression.type", "none");
        settings.put("linger.ms", "2");
        settings.put("batch.size", Integer.toString(128 << 10));
        settings.put("buffer.memory", Integer.toString(128 << 20));
        settings.put("max.request.size", Integer.toString(6 << 20));
        return settings;
    }
}
