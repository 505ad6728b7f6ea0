package io.dayreel.contracts.segments;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.StreamId;
import java.util.List;
import java.util.Optional;

/** Value of the topic {@code segments}; read with {@code read_committed}. Readers ignore types that they do not need. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SegmentRecord.Announced.class, name = "announced"),
    @JsonSubTypes.Type(value = SegmentRecord.Deleted.class, name = "deleted"),
    @JsonSubTypes.Type(value = SegmentRecord.Sealed.class, name = "sealed"),
    @JsonSubTypes.Type(value = SegmentRecord.Duplicate.class, name = "duplicate")
})
public sealed interface SegmentRecord {
    /** The object key of a segment, unique over all time (I4), or of a manifest. */
    String key();

    StreamId stream();

    /**
     * A stored segment with all that is needed to find, list and fetch its frames without touching it (I10).
     *
     * @param root Merkle root, 64 hexadecimal digits
     * @param keyFrames the encoded key-frame table (segment footer section 2)
     * @param conflicts frames whose counter was seen with other bytes before; kept and flagged (I2)
     * @param events at most 1000 event frames and 256 KiB of them
     * @param reason why the segment was closed: size, age, run-end, day-end, lag, handover, late; or why it was announced
     *     again or later: reindex, adopted
     * @param follows roots of earlier announced segments of the stream that no segment had named before
     */
    record Announced(
            String key,
            StreamId stream,
            long size,
            String root,
            long frames,
            List<StoredRun> runs,
            long firstReceivedMillis,
            long lastReceivedMillis,
            List<StoredTrack> tracks,
            List<StoredConfiguration> configurations,
            byte[] keyFrames,
            List<FrameReference> conflicts,
            List<StoredEvent> events,
            boolean eventsTruncated,
            SourceOffsets source,
            String reason,
            String writer,
            long createdMillis,
            List<String> follows)
            implements SegmentRecord {
        public Announced {
            follows = follows == null ? List.of() : List.copyOf(follows);
            runs = List.copyOf(runs);
            tracks = List.copyOf(tracks);
            configurations = List.copyOf(configurations);
            conflicts = List.copyOf(conflicts);
            events = List.copyOf(events);
        }
    }

    /**
     * A segment that retention removed: announced before its object is deleted, and again once the object is gone.
     *
     * @param objectDeleted whether the store confirmed that the object is gone; until then it is tried again
     */
    record Deleted(String key, StreamId stream, String reason, long deletedMillis, boolean objectDeleted)
            implements SegmentRecord {

        /** As announced before the object is deleted. */
        public Deleted(String key, StreamId stream, String reason, long deletedMillis) {
            this(key, stream, reason, deletedMillis, false);
        }

        /** The same deletion, with its object gone. */
        public Deleted done() {
            return new Deleted(key, stream, reason, deletedMillis, true);
        }
    }

    /**
     * A day was sealed: its manifest is stored. Announced again where a reader may have missed it.
     *
     * @param key of the manifest
     * @param number of the manifest, from 0; a later one replaces it
     * @param hash SHA-256 of the whole manifest, 64 hexadecimal digits
     * @param segments number of segments in it
     * @param sealedMillis as the manifest says, ms since 1970-01-01
     * @param revision of the day's announced segments that were looked at, as the catalogue names it
     */
    record Sealed(
            String key, StreamId stream, int number, String hash, long segments, long sealedMillis, String revision)
            implements SegmentRecord {
        public Sealed {
            revision = revision == null ? "" : revision;
        }
    }

    /**
     * An object that no announcement names, that none will name, and whose frames announced segments hold. Whoever keeps
     * the catalogue deletes it, unless an announcement before this record names it after all.
     */
    record Duplicate(String key, StreamId stream, long foundMillis) implements SegmentRecord {}

    /** What a segment holds of one run; capture times in µs since 1970-01-01. */
    record StoredRun(int run, CounterRanges ranges, long firstTimeMicros, long lastTimeMicros, Optional<RunEnd> end) {}

    /** @param type name of the frame type, e.g. {@code video}; @param codec name of the codec, e.g. {@code H264} */
    record StoredTrack(
            int track,
            String type,
            String codec,
            long frames,
            long bytes,
            List<ConfigurationReference> configurations) {
        public StoredTrack {
            configurations = List.copyOf(configurations);
        }
    }

    /**
     * A configuration that frames of a track name.
     *
     * @param first the lowest counter, in that run and segment, of a frame of the track that names it. Empty in older
     *     announcements: take the run's lowest counter in the segment; where several numbers of the run are so, only
     *     the segment's index tells, and announcing again by a reindex
     */
    record ConfigurationReference(int run, int number, Optional<Long> first) {}

    /** @param json the configuration's description as the device sent it; @param record the codec record */
    record StoredConfiguration(int run, int track, int number, String json, byte[] record) {}

    record FrameReference(int run, long counter) {}

    /** @param body the event as the device sent it, JSON text */
    record StoredEvent(int run, long counter, long timeMicros, int track, String body) {}

    /** Which records of {@code frames} the segment was made of. All of its stream between the two are in it. */
    record SourceOffsets(String topicId, int partition, long firstOffset, long lastOffset) {}
}
