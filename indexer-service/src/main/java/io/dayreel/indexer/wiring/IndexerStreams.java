package io.dayreel.indexer.wiring;

import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.indexer.topology.CatalogueTopology;
import io.dayreel.queries.StreamsRunner;
import io.dayreel.queries.StreamsSettings;
import io.dayreel.runtime.health.Heartbeats;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.runtime.wiring.ThisInstance;
import io.dayreel.runtime.wiring.TopicSettings;
import jakarta.inject.Singleton;

/** Makes the topology's runner from the configuration. */
@Singleton
final class IndexerStreams {
    private final StreamsRunner runner;

    IndexerStreams(
            IndexerSettings settings,
            TopicSettings topics,
            TopicNames names,
            KafkaConnection kafka,
            ThisInstance instance,
            Heartbeats heartbeats) {
        this.runner = new StreamsRunner(
                CatalogueTopology.build(names, settings.recordingPatience()),
                new StreamsSettings(
                        names.group("indexer"),
                        instance.id() + "-indexer",
                        instance.address(),
                        settings.stateDirectory(),
                        settings.threads(),
                        settings.standbyReplicas(),
                        topics.replication(),
                        settings.sessionTimeout(),
                        kafka.client(names.group("indexer") + "-" + instance.id())));
        heartbeats.watch("indexer-streams", runner::failure);
    }

    StreamsRunner runner() {
        return runner;
    }
}
