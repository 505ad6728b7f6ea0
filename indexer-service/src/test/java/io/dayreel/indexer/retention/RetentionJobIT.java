package io.dayreel.indexer.retention;

import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreLocation;
import io.dayreel.store.ObjectStores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionJobIT {
    @TempDir
    Path directory;

    @Test
    void theTotalIsShownOnlyWhereTheRoundsAreDone() {
        RetentionFigures figures = new RetentionFigures();
        Charge charge = new Charge();
        RetentionRules rules = new RetentionRules(Optional.empty(), OptionalLong.of(1000), OptionalLong.empty());
        try (ObjectStore store = ObjectStores.open(ObjectStoreLocation.directory(directory.resolve("objects")));
                RetentionJob job = new RetentionJob(rules, Duration.ofMillis(20), charge, store, figures)) {
            charge.mine = true;
            job.start();
            await().until(() -> figures.totalBytes() == 700);

            charge.mine = false;

            await().until(() -> figures.totalBytes() == 0);
        }
    }

    /** An installation of 700 bytes in which the charge goes elsewhere. */
    private static final class Charge implements RetentionJob.Surroundings {
        private volatile boolean mine;

        @Override
        public boolean isInCharge() {
            return mine;
        }

        @Override
        public List<RetentionShare> shares() {
            return List.of(new RetentionShare(700, List.of(), List.of()));
        }

        @Override
        public OptionalLong freeBytes() {
            return OptionalLong.empty();
        }

        @Override
        public InstantSource clock() {
            return InstantSource.system();
        }

        @Override
        public CompletableFuture<Void> send(SegmentRecord record) {
            return CompletableFuture.completedFuture(null);
        }
    }
}
