package io.dayreel.indexer.sealing;

import io.dayreel.contracts.segments.SegmentAnnouncement;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.reindex.ObjectByteSource;
import io.dayreel.indexer.sealing.UnannouncedObject.Fate;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.segment.SegmentReader;
import io.dayreel.protocol.segment.SegmentSummary;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.store.ManifestKey;
import io.dayreel.store.ObjectSummary;
import io.dayreel.store.SegmentKey;
import io.dayreel.store.StoredStreams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What object storage holds of a day that is to be sealed. */
final class DayObjects {
    private static final LogEvents LOG = LogEvents.of(DayObjects.class);
    private static final String REASON = "adopted";
    private static final long CONFIRM_SECONDS = 35;

    private final SealingSurroundings surroundings;
    private final SealingFigures figures;

    DayObjects(SealingSurroundings surroundings, SealingFigures figures) {
        this.surroundings = surroundings;
        this.figures = figures;
    }

    /** One day's objects. */
    record Found(List<ObjectSummary> segments, Optional<ManifestKey> newestManifest) {}

    Found list(StreamId stream) {
        List<ObjectSummary> segments = new ArrayList<>();
        Optional<ManifestKey> newest = Optional.empty();
        for (ObjectSummary object : surroundings.store().listAll(StoredStreams.prefix(stream))) {
            if (SegmentKey.tryParse(object.key()).isPresent()) {
                segments.add(object);
            }
            Optional<ManifestKey> manifest = ManifestKey.tryParse(object.key());
            if (manifest.isPresent()
                    && (newest.isEmpty()
                            || newest.get().number() < manifest.get().number())) {
                newest = manifest;
            }
        }
        return new Found(segments, newest);
    }

    SignedManifest read(ManifestKey key) {
        return SignedManifest.read(surroundings.store().readAll(key.toString(), SignedManifest.MAX_LENGTH));
    }

    /**
     * Decides what becomes of the objects that no announcement names: announces what may hold frames that nobody else
     * holds, and has dropped what holds none.
     *
     * @param patient whether what a writer may still announce is no longer waited for
     * @return whether the manifest has to wait for announcements
     */
    boolean leftBehind(Found found, List<SegmentRecord.Announced> announced, boolean patient)
            throws InterruptedException, ExecutionException, TimeoutException {
        Set<String> known = new HashSet<>();
        announced.forEach(segment -> known.add(segment.key()));
        List<ObjectSummary> unknown = found.segments().stream()
                .filter(object -> !known.contains(object.key()))
                .toList();
        if (unknown.isEmpty()) {
            return false;
        }
        CommittedFrames committed = surroundings.committedFrames();
        boolean wait = false;
        for (ObjectSummary object : unknown) {
            Optional<SegmentSummary> summary = summary(object);
            if (summary.isPresent()) {
                Fate fate = UnannouncedObject.fate(summary.get(), committed, announced);
                wait |= fate == Fate.ADOPT || (fate == Fate.WAIT && !patient);
                act(fate, object, summary.get());
            }
        }
        return wait;
    }

    private Optional<SegmentSummary> summary(ObjectSummary object) {
        try {
            SegmentSummary summary = new SegmentReader(
                            new ObjectByteSource(surroundings.store(), object.key(), object.size()))
                    .summary();
            if (object.key().startsWith(StoredStreams.prefix(summary.stream()))) {
                return Optional.of(summary);
            }
            LOG.warn("object-of-another-day", "key", object.key(), "stream", summary.stream());
        } catch (FrameException | IOException e) {
            LOG.warn("object-unreadable", "key", object.key(), "reason", e.getMessage());
        }
        return Optional.empty();
    }

    private void act(Fate fate, ObjectSummary object, SegmentSummary summary)
            throws InterruptedException, ExecutionException, TimeoutException {
        long now = surroundings.clock().millis();
        if (fate == Fate.ADOPT) {
            LOG.info("object-adopted", "key", object.key(), "frames", summary.frameCount());
            figures.adopted();
            confirm(surroundings.send(
                    SegmentAnnouncement.of(summary, object.key(), REASON, surroundings.instance(), now)));
        } else if (fate == Fate.DROP) {
            LOG.info("object-duplicate", "key", object.key(), "frames", summary.frameCount());
            figures.duplicate();
            confirm(surroundings.send(new SegmentRecord.Duplicate(object.key(), summary.stream(), now)));
        }
    }

    private static void confirm(CompletableFuture<Void> sent)
            throws InterruptedException, ExecutionException, TimeoutException {
        sent.get(CONFIRM_SECONDS, TimeUnit.SECONDS);
    }
}
