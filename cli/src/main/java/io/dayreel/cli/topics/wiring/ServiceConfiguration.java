package io.dayreel.cli.topics.wiring;

import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.runtime.wiring.KafkaSettings;
import io.dayreel.runtime.wiring.TopicSettings;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a service would read of Kafka and its topics, by the same names, defaults and order: {@code DAYREEL_KAFKA_*} and
 * {@code DAYREEL_TOPICS_*}, below them the files that {@code QUARKUS_CONFIG_LOCATIONS} lists.
 *
 * @param partitions of every stream topic
 * @param replication copies of topics that are created
 */
public record ServiceConfiguration(KafkaConnection kafka, TopicNames names, int partitions, short replication) {
    private static final String LOCATIONS = "QUARKUS_CONFIG_LOCATIONS";
    private static final int ENVIRONMENT_ORDINAL = 300;
    private static final int FILE_ORDINAL = 100;

    /** Reads it. @throws UncheckedIOException naming a file that is listed and cannot be read */
    public static ServiceConfiguration of(Map<String, String> environment) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new EnvConfigSource(environment, ENVIRONMENT_ORDINAL))
                .withMapping(KafkaSettings.class)
                .withMapping(TopicSettings.class)
                .withMappingIgnore("dayreel.**");
        for (String file : environment.getOrDefault(LOCATIONS, "").split(",", -1)) {
            if (!file.isBlank()) {
                builder.withSources(read(Path.of(file.strip().replaceFirst("^file:(//)?", ""))));
            }
        }
        SmallRyeConfig config = builder.build();
        KafkaSettings kafka = config.getConfigMapping(KafkaSettings.class);
        TopicSettings topics = config.getConfigMapping(TopicSettings.class);
        return new ServiceConfiguration(
                new KafkaConnection(kafka.bootstrapServers(), kafka.properties()),
                new TopicNames(topics.prefix().orElse("")),
                topics.partitions(),
                topics.replication());
    }

    private static PropertiesConfigSource read(Path file) {
        try {
            return new PropertiesConfigSource(file.toUri().toURL(), FILE_ORDINAL);
        } catch (IOException e) {
            throw new UncheckedIOException(LOCATIONS + " lists " + file + ", which cannot be read", e);
        }
    }
}
