package io.dayreel.streamer.archive;

import io.dayreel.contracts.segments.SegmentRecord.StoredRun;
import io.dayreel.protocol.clip.ClipArchive;
import io.dayreel.protocol.manifest.ManifestFormatException;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.store.ManifestKey;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreException;
import io.dayreel.store.ObjectSummary;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Segments and manifests as proofs need them, by ranged GETs. Thread-safe; blocks on the network. */
public final class ProvingArchive implements ClipArchive {
    private static final int MAX_MANIFESTS = 10_000;

    private final ArchiveIndex index;
    private final ObjectStore store;
    private final ArchiveCounters counters;

    public ProvingArchive(ArchiveIndex index, ObjectStore store, ArchiveCounters counters) {
        this.index = index;
        this.store = store;
        this.counters = counters;
    }

    @Override
    public List<Stored> segments(StreamId day) throws IOException {
        List<Stored> segments = new ArrayList<>();
        for (ArchivedSegment segment : archived(day).segments()) {
            Map<Integer, CounterRanges> runs = new HashMap<>();
            for (StoredRun run : segment.runs()) {
                runs.put(run.run(), run.ranges());
            }
            segments.add(new Stored(segment.key(), runs));
        }
        return segments;
    }

    private DayArchive archived(StreamId day) throws IOException {
        try {
            return index.day(day);
        } catch (ArchiveUnavailableException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public Optional<ByteSource> open(String key) throws IOException {
        try {
            return store.head(key).map(object -> new Ranges(key, object.size()));
        } catch (ObjectStoreException e) {
            throw new IOException("the object store does not answer: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<SignedManifest> manifest(StreamId day) throws IOException {
        try {
            Optional<ManifestKey> newest = store.list(day + "/manifest-", "", MAX_MANIFESTS).stream()
                    .map(ObjectSummary::key)
                    .flatMap(key -> ManifestKey.tryParse(key).stream())
                    .max(Comparator.comparingInt(ManifestKey::number));
            return newest.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            SignedManifest.read(store.readAll(newest.get().toString(), SignedManifest.MAX_LENGTH)));
        } catch (ObjectStoreException.NotFound | ManifestFormatException unusable) {
            return Optional.empty(); // dayreel verify of the day tells what is wrong with it
        } catch (ObjectStoreException e) {
            throw new IOException("the object store does not answer: " + e.getMessage(), e);
        }
    }

    /** An object. Several small ranges are cheaper than all of it. */
    private final class Ranges implements ByteSource {
        private final String key;
        private final long size;

        Ranges(String key, long size) {
            this.key = key;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public ByteBuffer read(long offset, int length) throws IOException {
            try {
                counters.get();
                counters.read(length);
                return ByteBuffer.wrap(store.read(key, offset, length));
            } catch (ObjectStoreException e) {
                throw new IOException("reading " + key + ": " + e.getMessage(), e);
            }
        }
    }
}
