package io.dayreel.indexer.reindex;

import io.dayreel.contracts.http.TryAgainException;
import io.dayreel.contracts.segments.SegmentAnnouncement;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.manifest.ManifestFormatException;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.segment.SegmentReader;
import io.dayreel.protocol.segment.SegmentScan;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.store.ManifestKey;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectSummary;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * One pass over a tenant's objects, a day at a time in the order of their keys: at most three ranged GETs for each
 * segment that the catalogue does not know. Holds one day's keys and one segment's footer in memory.
 */
final class ReindexRun {
    private static final String REASON = "reindex";
    private static final int PATIENCE_SECONDS = 120;
    private static final long CONFIRM_SECONDS = 35;
    private static final int ANNOUNCED_AT_ONCE = 64;

    private final Surroundings surroundings;
    private final ReindexTally tally;
    private final List<CompletableFuture<Void>> unconfirmed = new ArrayList<>();

    /** What a reindex needs of the service. */
    interface Surroundings {
        ObjectStore store();

        InstantSource clock();

        /** Name of this instance, for the announcements. */
        String instance();

        /** Streams of a tenant that the catalogue knows. @throws TryAgainException as long as it cannot tell */
        List<StreamId> streams(String tenant);

        /** Object keys of a stream that the catalogue knows. @throws TryAgainException as long as it cannot tell */
        Set<String> segmentKeys(StreamId stream);

        /** Number of the newest manifest of a stream that the catalogue knows. @throws TryAgainException likewise */
        OptionalInt newestManifest(StreamId stream);

        /** Writes to the topic {@code segments}. @return done once Kafka confirmed */
        CompletableFuture<Void> send(SegmentRecord record);

        /** Waits a second. @throws InterruptedException if the service stops */
        void pause() throws InterruptedException;
    }

    ReindexRun(Surroundings surroundings, ReindexTally tally) {
        this.surroundings = surroundings;
        this.tally = tally;
    }

    /** @throws TryAgainException if the catalogue cannot be asked for two minutes */
    void run() throws InterruptedException, IOException, ExecutionException, TimeoutException {
        Set<StreamId> inCatalogue = new HashSet<>(patiently(() -> surroundings.streams(tally.tenant())));
        Optional<StoredDay> day = Optional.empty();
        for (ObjectSummary object : surroundings.store().listAll(tally.tenant() + "/")) {
            Optional<StreamId> stream = StoredDay.streamOf(object.key());
            if (stream.isEmpty()) {
                continue;
            }
            if (day.isEmpty() || !day.get().stream().equals(stream.get())) {
                if (day.isPresent()) {
                    compare(day.get());
                    inCatalogue.remove(day.get().stream());
                }
                day = Optional.of(new StoredDay(stream.get()));
            }
            day.get().add(object);
        }
        if (day.isPresent()) {
            compare(day.get());
            inCatalogue.remove(day.get().stream());
        }
        for (StreamId withoutObjects : inCatalogue) {
            compare(new StoredDay(withoutObjects));
        }
    }

    private void compare(StoredDay day) throws InterruptedException, IOException, ExecutionException, TimeoutException {
        compare(day.stream(), day.segments());
        if (!day.segments().isEmpty() && day.newestManifest().isPresent()) {
            announce(day.newestManifest().get());
        }
    }

    /** Behind the announcements of its segments, so that it finds them known. */
    private void announce(ManifestKey newest) throws InterruptedException, ExecutionException, TimeoutException {
        OptionalInt known = patiently(() -> surroundings.newestManifest(newest.stream()));
        if (known.isPresent() && known.getAsInt() >= newest.number()) {
            return;
        }
        try {
            SignedManifest signed =
                    SignedManifest.read(surroundings.store().readAll(newest.toString(), SignedManifest.MAX_LENGTH));
            unconfirmed.add(surroundings.send(new SegmentRecord.Sealed(
                    newest.toString(),
                    newest.stream(),
                    newest.number(),
                    signed.hash().hex(),
                    signed.manifest().segments().size(),
                    signed.manifest().sealed().toEpochMilli(),
                    "")));
            CompletableFuture.allOf(unconfirmed.toArray(CompletableFuture<?>[]::new))
                    .get(CONFIRM_SECONDS, TimeUnit.SECONDS);
            unconfirmed.clear();
            tally.sealed();
        } catch (ManifestFormatException e) {
            tally.unreadable(newest.toString(), e.getMessage());
        }
    }

    private void compare(StreamId stream, List<ObjectSummary> objects)
            throws InterruptedException, IOException, ExecutionException, TimeoutException {
        tally.lookAt(stream.toString());
        Set<String> announced = new HashSet<>(patiently(() -> surroundings.segmentKeys(stream)));
        for (ObjectSummary object : objects) {
            tally.object(object.size());
            if (announced.remove(object.key())) {
                tally.known(1);
            } else {
                announce(object);
            }
        }
        confirm();
        for (String key : announced) {
            if (surroundings.store().head(key).isEmpty()) {
                tally.missing(key);
            }
        }
    }

    private void announce(ObjectSummary object)
            throws InterruptedException, IOException, ExecutionException, TimeoutException {
        ObjectByteSource source = new ObjectByteSource(surroundings.store(), object.key(), object.size());
        SegmentRecord.Announced announcement;
        try {
            announcement = SegmentAnnouncement.of(
                    new SegmentReader(source).summary(),
                    object.key(),
                    REASON,
                    surroundings.instance(),
                    surroundings.clock().millis());
        } catch (FrameException | IOException e) {
            tally.unreadable(object.key(), e.getMessage() + "; " + salvageable(source));
            return;
        }
        if (!object.key().startsWith(announcement.stream() + "/")) {
            tally.unreadable(object.key(), "its header says that it is of " + announcement.stream());
            return;
        }
        unconfirmed.add(surroundings.send(announcement));
        if (unconfirmed.size() >= ANNOUNCED_AT_ONCE) {
            confirm();
        }
    }

    private static String salvageable(ObjectByteSource source) {
        try {
            SegmentScan.Result scan = SegmentScan.scan(source, (at, frame) -> {});
            return scan.frames() + " frames in it can be read, " + scan.skippedBytes() + " bytes cannot";
        } catch (IOException e) {
            return "it cannot be scanned: " + e.getMessage();
        }
    }

    private void confirm() throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture.allOf(unconfirmed.toArray(CompletableFuture<?>[]::new))
                .get(CONFIRM_SECONDS, TimeUnit.SECONDS);
        tally.announced(unconfirmed.size());
        unconfirmed.clear();
    }

    private <T> T patiently(Supplier<T> question) throws InterruptedException {
        for (int second = 0; ; second++) {
            try {
                return question.get();
            } catch (TryAgainException e) {
                if (second == PATIENCE_SECONDS) {
                    throw e;
                }
                surroundings.pause();
            }
        }
    }
}
