package io.dayreel.sync.wiring;

import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.queries.OwnedQueries;
import io.dayreel.queries.StreamsRunner;
import io.dayreel.queries.StreamsSettings;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.runtime.peers.PeerClient;
import io.dayreel.runtime.wiring.ThisInstance;
import io.dayreel.runtime.wiring.TopicSettings;
import io.dayreel.sync.topology.SyncQueries;
import io.dayreel.sync.topology.SyncTopology;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Makes the topology's runner and the questions to its stores from the configuration. */
@Singleton
final class SyncStreams {
    private static final Duration PEER_TIMEOUT = Duration.ofSeconds(2);

    private final StreamsRunner runner;
    private final SyncQueries queries;
    private final PeerClient peers;

    SyncStreams(
            SyncParts parts,
            TopicSettings topics,
            TopicNames names,
            KafkaConnection kafka,
            ThisInstance instance,
            PeerClient peers) {
        this.peers = peers;
        SyncSettings settings = parts.settings();
        this.runner = new StreamsRunner(
                SyncTopology.build(names, parts.rules(), parts.budget(), parts.figures()),
                new StreamsSettings(
                        names.group("sync"),
                        instance.id() + "-sync",
                        instance.address(),
                        settings.stateDirectory(),
                        settings.threads(),
                        settings.standbyReplicas(),
                        topics.replication(),
                        settings.sessionTimeout(),
                        kafka.client(names.group("sync") + "-" + instance.id())));
        this.queries = new SyncQueries(
                runner,
                new OwnedQueries(runner, this::askPeer),
                parts.rules().days(),
                parts.clock(),
                topics.partitions());
    }

    StreamsRunner runner() {
        return runner;
    }

    @Produces
    @Singleton
    SyncQueries queries() {
        return queries;
    }

    private <T> Optional<T> askPeer(URI address, String tenant, Class<T> type)
            throws IOException, InterruptedException {
        return peers.await(address, tenant, type, PEER_TIMEOUT);
    }
}
