package io.dayreel.indexer.sealing;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.CompletenessRecord.State;
import io.dayreel.contracts.completeness.RunCompleteness;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.catalogue.CatalogueStores;
import io.dayreel.indexer.catalogue.DaySealing;
import io.dayreel.indexer.catalogue.Revision;
import io.dayreel.indexer.catalogue.Visibility;
import io.dayreel.protocol.manifest.DayManifest;
import io.dayreel.protocol.manifest.DayManifest.SealedSegment;
import io.dayreel.protocol.manifest.ManifestFormatException;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.store.ManifestKey;
import io.dayreel.store.ObjectBody;
import io.dayreel.store.PutReason;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Brings one day to a manifest that names every announced segment. Each attempt starts from what stores and storage say,
 * so that it may be repeated, broken off, and made by two instances at once: of one number only the manifest that was
 * stored first exists, and it is what everybody announces.
 */
final class DaySealer {
    private static final LogEvents LOG = LogEvents.of(DaySealer.class);
    private static final PutReason MANIFEST = new PutReason("manifest");
    private static final long CONFIRM_SECONDS = 35;

    private final SealKey key;
    private final Duration patience;
    private final SealingSurroundings surroundings;
    private final DayObjects objects;
    private final SealingFigures figures;

    /** @param patience how long announcements of received frames are waited for */
    DaySealer(SealKey key, Duration patience, SealingSurroundings surroundings, SealingFigures figures) {
        this.key = key;
        this.patience = patience;
        this.surroundings = surroundings;
        this.objects = new DayObjects(surroundings, figures);
        this.figures = figures;
    }

    /**
     * Does what can be done now.
     *
     * @return whether the object store was asked, so that another attempt should not follow at once
     * @throws ManifestFormatException if the newest manifest is damaged: somebody must act
     */
    boolean attempt(StreamId stream) throws InterruptedException, ExecutionException, TimeoutException {
        CatalogueStores owned = surroundings.owned();
        DaySealing sealing = owned.sealing(stream).orElse(DaySealing.NOTHING);
        List<SegmentRecord.Announced> announced = Visibility.ordered(owned.segments(stream));
        if (announced.isEmpty() || sealing.is(State.OPEN) || !isSettled(sealing, announced)) {
            return false;
        }
        DayObjects.Found found = objects.list(stream);
        Optional<SignedManifest> newest = found.newestManifest().map(objects::read);
        newest.ifPresent(this::requireOwnSignature);
        if (newest.isPresent() && holdsAll(newest.get(), announced)) {
            announce(newest.get(), announced);
        } else if (sealing.completeness().isPresent()
                && !objects.leftBehind(
                        found, announced, isPatienceOver(sealing.completeness().get()))) {
            seal(stream, newest, announced, sealing.completeness());
        }
        return true;
    }

    /** A manifest of an earlier key is built upon as it is: whoever verifies has that key. */
    private void requireOwnSignature(SignedManifest newest) {
        DayManifest manifest = newest.manifest();
        if (manifest.keyId().equals(key.id()) && !key.signed(newest)) {
            throw new IllegalStateException(new ManifestKey(manifest.stream(), manifest.number())
                    + " is not as it was signed: find out who changed it ('dayreel verify'), then move it away");
        }
    }

    /** Whether everything that was received is announced, or was waited for long enough. */
    private boolean isSettled(DaySealing sealing, List<SegmentRecord.Announced> announced) {
        if (sealing.is(State.READY)) {
            CompletenessRecord known = sealing.completeness().orElseThrow();
            return known.runs().stream().allMatch(run -> isAnnounced(run, announced)) || isPatienceOver(known);
        }
        long newest = announced.stream()
                .mapToLong(SegmentRecord.Announced::createdMillis)
                .max()
                .orElse(0);
        boolean isRebuilt = sealing.completeness().isEmpty();
        return isRebuilt || isOver(newest); // sync-service says ready first if it knows of what came late
    }

    private static boolean isAnnounced(RunCompleteness run, List<SegmentRecord.Announced> announced) {
        CounterRanges held = new CounterRanges();
        announced.stream()
                .flatMap(segment -> segment.runs().stream())
                .filter(stored -> stored.run() == run.run())
                .forEach(stored -> held.addAll(stored.ranges()));
        return held.size() >= run.received();
    }

    private boolean isPatienceOver(CompletenessRecord known) {
        return isOver(known.updatedMillis());
    }

    private boolean isOver(long sinceMillis) {
        return surroundings.clock().millis() - sinceMillis >= patience.toMillis();
    }

    private static boolean holdsAll(SignedManifest manifest, List<SegmentRecord.Announced> announced) {
        Set<String> keys = new HashSet<>();
        for (SealedSegment segment : manifest.manifest().segments()) {
            keys.add(segment.key());
        }
        return announced.stream().allMatch(segment -> keys.contains(segment.key()));
    }

    private void seal(
            StreamId stream,
            Optional<SignedManifest> before,
            List<SegmentRecord.Announced> announced,
            Optional<CompletenessRecord> completeness)
            throws InterruptedException, ExecutionException, TimeoutException {
        ManifestContent content = new ManifestContent(announced, completeness);
        int number = before.map(signed -> signed.manifest().number() + 1).orElse(0);
        Optional<MerkleHash> previous = before.map(SignedManifest::hash);
        SignedManifest manifest = key.sign(new DayManifest(
                stream,
                number,
                previous,
                surroundings.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                key.id(),
                content.segments(),
                content.runs()));
        boolean stored = surroundings
                .store()
                .createIfAbsent(new ManifestKey(stream, number).toString(), ObjectBody.of(manifest.bytes()), MANIFEST);
        if (!stored) {
            return; // another instance was faster, or our first try got through: the next attempt reads what is there
        }
        figures.manifestWritten();
        LOG.info(
                "day-sealed",
                "stream",
                stream,
                "manifest",
                number,
                "hash",
                manifest.hash(),
                "segments",
                announced.size());
        announce(manifest, announced);
    }

    private void announce(SignedManifest signed, List<SegmentRecord.Announced> announced)
            throws InterruptedException, ExecutionException, TimeoutException {
        DayManifest manifest = signed.manifest();
        surroundings
                .send(new SegmentRecord.Sealed(
                        new ManifestKey(manifest.stream(), manifest.number()).toString(),
                        manifest.stream(),
                        manifest.number(),
                        signed.hash().hex(),
                        manifest.segments().size(),
                        manifest.sealed().toEpochMilli(),
                        Revision.of(announced)))
                .get(CONFIRM_SECONDS, TimeUnit.SECONDS);
    }
}
