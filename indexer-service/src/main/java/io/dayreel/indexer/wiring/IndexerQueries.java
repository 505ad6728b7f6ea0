package io.dayreel.indexer.wiring;

import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.indexer.catalogue.Catalogue;
import io.dayreel.indexer.reindex.ReindexJobs;
import io.dayreel.indexer.rest.CatalogueQueries;
import io.dayreel.indexer.rest.InstallationQueries;
import io.dayreel.indexer.sealing.WriterOffsets;
import io.dayreel.indexer.topology.StreamsStores;
import io.dayreel.queries.OwnedQueries;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.runtime.peers.PeerClient;
import io.dayreel.runtime.wiring.ThisInstance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Makes the questions to the catalogue, here and at peers. */
final class IndexerQueries {
    private static final Duration PEER_TIMEOUT = Duration.ofSeconds(2);

    @Produces
    @Singleton
    CatalogueQueries catalogueQueries(IndexerStreams streams, InstantSource clock, PeerClient peers) {
        return new CatalogueQueries(
                new Catalogue(StreamsStores.held(streams.runner()), clock),
                new Catalogue(StreamsStores.owned(streams.runner()), clock),
                new OwnedQueries(streams.runner(), new TimedPeers(peers)));
    }

    @Produces
    @Singleton
    InstallationQueries installationQueries(IndexerStreams streams, ReindexJobs jobs, PeerClient peers) {
        return new InstallationQueries(
                StreamsStores.owned(streams.runner()), jobs, new OwnedQueries(streams.runner(), new TimedPeers(peers)));
    }

    @Produces
    @Singleton
    WriterOffsets writerOffsets(KafkaConnection kafka, TopicNames names, ThisInstance instance) {
        return new WriterOffsets(kafka.client("dayreel-indexer-writer-offsets-" + instance.id()), names);
    }

    private record TimedPeers(PeerClient client) implements OwnedQueries.Peers {
        @Override
        public <T> Optional<T> get(URI address, String tenant, Class<T> type) throws IOException, InterruptedException {
            return client.await(address, tenant, type, PEER_TIMEOUT);
        }
    }
}
