package io.dayreel.indexer.wiring;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.catalogue.CatalogueStores;
import io.dayreel.indexer.sealing.CommittedFrames;
import io.dayreel.indexer.sealing.PublicSealKey;
import io.dayreel.indexer.sealing.SealKey;
import io.dayreel.indexer.sealing.SealingFigures;
import io.dayreel.indexer.sealing.SealingJob;
import io.dayreel.indexer.sealing.SealingSurroundings;
import io.dayreel.indexer.sealing.WriterOffsets;
import io.dayreel.indexer.topology.StreamsStores;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.runtime.wiring.ThisInstance;
import io.dayreel.store.ObjectStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Makes the sealing job from the configuration, and its metrics; without a key there is none. */
@Singleton
final class IndexerSealing implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(IndexerSealing.class);
    private static final String PREFIX = "dayreel.indexer.sealing.";

    private final Optional<SealKey> key;
    private final Optional<SealingJob> job;
    private final Surroundings surroundings;

    IndexerSealing(IndexerSettings settings, Surroundings surroundings, MeterRegistry registry) throws IOException {
        this.surroundings = surroundings;
        SealingFigures figures = new SealingFigures();
        Optional<Path> file = settings.sealKey();
        this.key = file.isEmpty()
                ? Optional.empty()
                : Optional.of(SealKey.read(file.get(), file.get().resolveSibling("seal-public.pem")));
        this.job = key.map(
                pair -> new SealingJob(pair, settings.sealPeriod(), settings.sealPatience(), surroundings, figures));
        register(figures, registry);
    }

    @Produces
    @Singleton
    PublicSealKey publicKey() {
        return new PublicSealKey(key.map(SealKey::publicPem));
    }

    void start() {
        if (job.isEmpty()) {
            LOG.info("days-not-sealed", "reason", "dayreel.indexer.seal-key is not set");
        }
        job.ifPresent(SealingJob::start);
    }

    @Override
    public void close() {
        job.ifPresent(SealingJob::close);
        surroundings.offsets.close();
    }

    private static void register(SealingFigures figures, MeterRegistry registry) {
        FunctionCounter.builder(PREFIX + "manifests", figures, SealingFigures::manifestsWritten)
                .description("Manifests written")
                .register(registry);
        FunctionCounter.builder(PREFIX + "adopted", figures, SealingFigures::objectsAdopted)
                .description("Stored segments that nobody had announced and that may hold what no other holds")
                .register(registry);
        FunctionCounter.builder(PREFIX + "duplicates", figures, SealingFigures::objectsDuplicate)
                .description("Stored segments that nobody announced or will, and that are deleted")
                .register(registry);
        FunctionCounter.builder(PREFIX + "failures", figures, SealingFigures::attemptsFailed)
                .description("Attempts to seal a day that failed; each is repeated")
                .register(registry);
        Gauge.builder(PREFIX + "due", figures, SealingFigures::daysDue)
                .description("Days of this instance that wait to be sealed")
                .register(registry);
    }

    /** The service around the job. */
    @Singleton
    static final class Surroundings implements SealingSurroundings {
        private final IndexerStreams streams;
        private final IndexerJobs jobs;
        private final ObjectStore store;
        private final InstantSource clock;
        private final String instance;
        private final WriterOffsets offsets;

        Surroundings(
                IndexerStreams streams,
                IndexerJobs jobs,
                ObjectStore store,
                InstantSource clock,
                ThisInstance instance,
                WriterOffsets offsets) {
            this.streams = streams;
            this.jobs = jobs;
            this.store = store;
            this.clock = clock;
            this.instance = instance.id();
            this.offsets = offsets;
        }

        @Override
        public CatalogueStores owned() {
            return StreamsStores.owned(streams.runner());
        }

        @Override
        public CommittedFrames committedFrames() {
            return offsets.committed();
        }

        @Override
        public ObjectStore store() {
            return store;
        }

        @Override
        public InstantSource clock() {
            return clock;
        }

        @Override
        public String instance() {
            return instance;
        }

        @Override
        public CompletableFuture<Void> send(SegmentRecord record) {
            return jobs.send(record);
        }
    }
}
