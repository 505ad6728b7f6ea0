package io.dayreel.indexer.retention;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.segments.SegmentRecord.Deleted;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.store.ManifestKey;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreException;
import io.dayreel.store.ObjectSummary;
import io.dayreel.store.StoredStreams;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Deletes segments: announced and confirmed by Kafka first, then the object, then announced as gone. Whatever stops it in
 * between, {@link #finish} later gives the same end; repeats change nothing.
 */
final class SegmentDeletion {
    private static final LogEvents LOG = LogEvents.of(SegmentDeletion.class);
    private static final long CONFIRM_SECONDS = 35;

    private final Announcements announcements;
    private final ObjectStore store;
    private final RetentionFigures figures;

    /** Writes a record to the topic {@code segments}. */
    @FunctionalInterface
    interface Announcements {
        /** @return done once Kafka confirmed it */
        CompletableFuture<Void> send(SegmentRecord record);
    }

    SegmentDeletion(Announcements announcements, ObjectStore store, RetentionFigures figures) {
        this.announcements = announcements;
        this.store = store;
        this.figures = figures;
    }

    /** Announces all, then deletes. @throws ExecutionException if Kafka confirms one of them not; no object is gone then */
    void delete(List<RetentionPlan.Step> steps) throws InterruptedException, ExecutionException, TimeoutException {
        confirm(steps.stream().map(step -> (SegmentRecord) step.deletion()).toList());
        for (RetentionPlan.Step step : steps) {
            LOG.info(
                    "segment-deleted",
                    "key",
                    step.deletion().key(),
                    "reason",
                    step.deletion().reason(),
                    "bytes",
                    step.bytes(),
                    "newest",
                    Instant.ofEpochMilli(step.ageFromMillis()));
            figures.deleted(step.deletion().reason(), step.bytes());
        }
        finish(steps.stream().map(RetentionPlan.Step::deletion).toList());
    }

    /** Deletes the objects of announced deletions. One that cannot be deleted now stays unfinished, for a later round. */
    void finish(List<Deleted> announced) throws InterruptedException, ExecutionException, TimeoutException {
        List<SegmentRecord> done = new ArrayList<>();
        Set<StreamId> streams = new HashSet<>();
        for (Deleted deletion : announced) {
            try {
                store.delete(deletion.key());
                done.add(deletion.done());
                streams.add(deletion.stream());
            } catch (ObjectStoreException e) {
                figures.objectNotDeleted();
                LOG.warn("object-not-deleted", "key", deletion.key(), "reason", e.getMessage());
            }
        }
        streams.forEach(this::deleteManifestsWithoutSegments);
        confirm(done);
    }

    /** A manifest goes with the last segment of its day; one that stays behind says that all of them are missing. */
    private void deleteManifestsWithoutSegments(StreamId stream) {
        try {
            List<String> manifests = new ArrayList<>();
            for (ObjectSummary object : store.listAll(StoredStreams.prefix(stream))) {
                if (ManifestKey.tryParse(object.key()).isEmpty()) {
                    return;
                }
                manifests.add(object.key());
            }
            for (String manifest : manifests) {
                store.delete(manifest);
                LOG.info("manifest-deleted", "key", manifest);
            }
        } catch (ObjectStoreException e) {
            figures.objectNotDeleted();
            LOG.warn("manifests-not-deleted", "stream", stream, "reason", e.getMessage());
        }
    }

    private void confirm(List<SegmentRecord> records)
            throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<?>[] sent = records.stream().map(announcements::send).toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(sent).get(CONFIRM_SECONDS, TimeUnit.SECONDS);
    }
}
