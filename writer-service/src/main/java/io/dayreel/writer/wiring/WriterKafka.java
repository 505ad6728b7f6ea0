package io.dayreel.writer.wiring;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.runtime.kafka.TopicChecks;
import io.dayreel.runtime.wiring.ThisInstance;
import io.dayreel.writer.consume.KafkaClients;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/** The writer's side of Kafka, made from the shared configuration. */
@Singleton
class WriterKafka {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TopicChecks topics;
    private final ThisInstance instance;
    private final KafkaClients clients;

    WriterKafka(
            WriterConfig config, TopicChecks topics, TopicNames names, KafkaConnection kafka, ThisInstance instance) {
        this.topics = topics;
        this.instance = instance;
        this.clients = new KafkaClients(
                kafka,
                names,
                instance.id(),
                names.group("writer"),
                config.sessionTimeout(),
                config.transactionTimeout());
    }

    /** Waits for Kafka, and fails if the topics are not what the writer relies on. */
    void checkTopics() {
        topics.check(List.of(Topic.FRAMES, Topic.SEGMENTS, Topic.COVERAGE), PATIENCE);
    }

    String instance() {
        return instance.id();
    }

    String group() {
        return clients.group();
    }

    KafkaClients clients() {
        return clients;
    }
}
