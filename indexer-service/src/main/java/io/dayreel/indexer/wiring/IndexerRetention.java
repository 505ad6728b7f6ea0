package io.dayreel.indexer.wiring;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.rest.InstallationQueries;
import io.dayreel.indexer.retention.RetentionFigures;
import io.dayreel.indexer.retention.RetentionJob;
import io.dayreel.indexer.retention.RetentionRules;
import io.dayreel.indexer.retention.RetentionShare;
import io.dayreel.runtime.wiring.ObjectStoreSettings;
import io.dayreel.store.ObjectStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.configuration.MemorySize;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** Makes the retention job from the configuration, and its metrics. */
@Singleton
final class IndexerRetention implements AutoCloseable {
    private static final int PARTITION_IN_CHARGE = 0;
    private static final String PREFIX = "dayreel.indexer.retention.";

    private final RetentionJob job;
    private final RetentionRules rules;

    IndexerRetention(
            IndexerSettings settings,
            ObjectStoreSettings location,
            ObjectStore store,
            Surroundings surroundings,
            MeterRegistry registry) {
        this.rules = new RetentionRules(
                settings.retention().maxAge(),
                bytes(settings.retention().maxTotalBytes()),
                bytes(settings.retention().minFreeBytes()));
        RetentionFigures figures = new RetentionFigures();
        this.job = new RetentionJob(
                rules, settings.retention().period(), surroundings.on(directory(location)), store, figures);
        register(figures, registry);
    }

    void start() {
        job.start();
    }

    @Override
    public void close() {
        job.close();
    }

    private static OptionalLong bytes(Optional<MemorySize> size) {
        return size.map(value -> OptionalLong.of(value.asLongValue())).orElse(OptionalLong.empty());
    }

    private static Optional<Path> directory(ObjectStoreSettings settings) {
        return settings.location()
                .filter(location -> location.startsWith("file:"))
                .map(location -> Path.of(URI.create(location)));
    }

    private static void register(RetentionFigures figures, MeterRegistry registry) {
        for (String reason : List.of("retention-age", "retention-size")) {
            FunctionCounter.builder(PREFIX + "segments.deleted", figures, f -> f.segmentsDeleted(reason))
                    .description("Segments whose deletion was announced")
                    .tag("reason", reason)
                    .register(registry);
        }
        FunctionCounter.builder(PREFIX + "bytes.deleted", figures, RetentionFigures::bytesDeleted)
                .description("Their bytes")
                .register(registry);
        FunctionCounter.builder(PREFIX + "objects.refused", figures, RetentionFigures::objectsNotDeleted)
                .description("Times that the store refused to delete an object; each is tried again")
                .register(registry);
        Gauge.builder(PREFIX + "total.bytes", figures, RetentionFigures::totalBytes)
                .description("Size of all segments; 0 where another instance does the rounds")
                .register(registry);
    }

    /** The service around the job. */
    @Singleton
    static final class Surroundings {
        private final IndexerStreams streams;
        private final InstallationQueries queries;
        private final IndexerJobs jobs;
        private final InstantSource clock;

        Surroundings(IndexerStreams streams, InstallationQueries queries, IndexerJobs jobs, InstantSource clock) {
            this.streams = streams;
            this.queries = queries;
            this.jobs = jobs;
            this.clock = clock;
        }

        RetentionJob.Surroundings on(Optional<Path> directory) {
            return new OnDirectory(this, directory);
        }
    }

    private record OnDirectory(Surroundings service, Optional<Path> directory) implements RetentionJob.Surroundings {
        @Override
        public boolean isInCharge() {
            return service.streams.runner().ownsPartition(PARTITION_IN_CHARGE);
        }

        @Override
        public List<RetentionShare> shares() {
            return service.queries.retentionShares();
        }

        @Override
        public OptionalLong freeBytes() {
            if (directory.isEmpty()) {
                return OptionalLong.empty();
            }
            try {
                return OptionalLong.of(Files.getFileStore(directory.get()).getUsableSpace());
            } catch (IOException e) {
                return OptionalLong.empty();
            }
        }

        @Override
        public InstantSource clock() {
            return service.clock;
        }

        @Override
        public CompletableFuture<Void> send(SegmentRecord record) {
            return service.jobs.send(record);
        }
    }
}
