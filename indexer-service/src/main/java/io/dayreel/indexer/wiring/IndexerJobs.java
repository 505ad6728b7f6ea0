package io.dayreel.indexer.wiring;

import io.dayreel.contracts.catalogue.DayEntry;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.indexer.reindex.ReindexJobs;
import io.dayreel.indexer.rest.CatalogueQueries;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.kafka.ControlTopicWriter;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.runtime.wiring.ThisInstance;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.SegmentKey;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Makes the jobs that write to {@code segments}, and owns their producer. */
@Singleton
final class IndexerJobs implements AutoCloseable {
    private final ControlTopicWriter writer;
    private final ReindexJobs reindex;

    IndexerJobs(
            KafkaConnection kafka,
            TopicNames names,
            CatalogueQueries catalogue,
            ObjectStore store,
            InstantSource clock,
            ThisInstance instance) {
        this.writer = new ControlTopicWriter(kafka, names, "indexer-segments");
        this.reindex = new ReindexJobs(new WholeCatalogue(catalogue), store, clock, instance.id());
    }

    @Produces
    @Singleton
    ReindexJobs reindex() {
        return reindex;
    }

    /** Writes to {@code segments} under the key that the writer gives. */
    CompletableFuture<Void> send(SegmentRecord record) {
        String place = SegmentKey.tryParse(record.key())
                .map(key -> key.first().run() + "-" + key.first().counter())
                .orElse("manifest");
        return writer.send(Topic.SEGMENTS, record.stream() + "/" + place, record);
    }

    @Override
    public void close() {
        reindex.close();
        writer.close();
    }

    private final class WholeCatalogue implements ReindexJobs.Catalogue {
        private final CatalogueQueries queries;

        WholeCatalogue(CatalogueQueries queries) {
            this.queries = queries;
        }

        @Override
        public List<StreamId> streams(String tenant) {
            return queries.streams(tenant);
        }

        @Override
        public Set<String> segmentKeys(StreamId stream) {
            return queries.segmentKeys(stream);
        }

        @Override
        public OptionalInt newestManifest(StreamId stream) {
            return queries.day(stream, false)
                    .flatMap(DayEntry::sealed)
                    .map(newest -> OptionalInt.of(newest.manifest()))
                    .orElseGet(OptionalInt::empty);
        }

        @Override
        public CompletableFuture<Void> send(SegmentRecord record) {
            return IndexerJobs.this.send(record);
        }
    }
}
