package io.dayreel.systemtests.checker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** The committed announcements in the topic {@code segments}, read past every proxy. */
final class Announced {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Announced() {}

    /** Object keys and their roots, in no particular order. */
    static Map<String, String> read(String kafka) throws IOException {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka, "isolation.level", "read_committed", "enable.auto.commit", "false");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor("segments", LIMIT).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, LIMIT);
            Map<String, String> roots = new LinkedHashMap<>();
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey(), LIMIT) < end.getValue())) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    JsonNode announcement = JSON.readTree(record.value());
                    if (announcement.path("type").asText().equals("announced")) {
                        roots.put(
                                announcement.path("key").asText(),
                                announcement.path("root").asText());
                    }
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException("announcements cannot be read to " + shown(ends));
                }
            }
            return roots;
        }
    }

    private static String shown(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().map(Object::toString).collect(Collectors.joining(", "));
    }
}
