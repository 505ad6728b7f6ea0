package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.merkle.MerkleHash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The footer's sections, each {@code id u8 · length u32 · bytes}; unknown ids are skipped. u = unsigned LEB128.
 *
 * <pre>
 * 1 index           {@link IndexCoding}
 * 2 key-frame table {@link KeyFrameTableCoding}
 * 3 configurations  u count · (u length · frame message)…
 * 4 conflicts       u count · (u step of the frame's index, the first from 0)…
 * 5 arrivals        {@link ArrivalLog}
 * 6 follows         u count · 32-byte hash…
 * 7 tracks          u count · (u8 track · u8 type · u8 codec · u frames · u bytes · u numbers · u8 number…)…
 * 8 marks           {@link MarkLog}
 * 9 subtrees        {@link SegmentSubtrees}
 * </pre>
 */
final class SegmentFooter {
    private static final int MIN_TRACK = 6;

    private final Map<Integer, ByteBuffer> sections = new HashMap<>();

    private SegmentFooter() {}

    /** @param footer exactly the footer's bytes, shared */
    static SegmentFooter decode(ByteBuffer footer) {
        SegmentFooter result = new SegmentFooter();
        LebReader source = new LebReader(footer, "footer");
        while (source.hasMore()) {
            int id = source.u8();
            int length = source.u32();
            if (result.sections.put(id, source.slice(length)) != null) {
                throw source.wrong("section " + id + " comes twice");
            }
        }
        return result;
    }

    private LebReader section(int id, String name) {
        ByteBuffer bytes = sections.get(id);
        if (bytes == null) {
            throw new FrameException(FrameException.Reason.SEGMENT, 0, "footer: section " + id + " is missing");
        }
        return new LebReader(bytes, name);
    }

    List<IndexEntry> index(long frameCount) {
        return IndexCoding.decode(section(SegmentFormat.INDEX, "index"), frameCount);
    }

    KeyFrameTable keyFrames() {
        LebReader section = section(SegmentFormat.KEY_FRAMES, "key-frame table");
        return KeyFrameTableCoding.decode(section.slice(section.remaining()));
    }

    List<StoredConfiguration> configurations() {
        LebReader source = section(SegmentFormat.CONFIGURATIONS, "configurations");
        List<StoredConfiguration> result = new ArrayList<>();
        for (int i = source.count(1); i > 0; i--) {
            result.add(StoredConfiguration.decode(source.bytes(source.count(1))));
        }
        source.requireEnd();
        return result;
    }

    /** Indices of frames that are copies with other bytes, ascending. */
    List<Integer> conflicts(long frameCount) {
        LebReader source = section(SegmentFormat.CONFLICTS, "conflicts");
        List<Integer> result = new ArrayList<>();
        long index = 0;
        for (int i = source.count(1); i > 0; i--) {
            index += source.atMost(frameCount - 1 - index, "index of a conflict");
            result.add((int) index);
        }
        source.requireEnd();
        return result;
    }

    List<Arrival> arrivals() {
        return ArrivalLog.decode(section(SegmentFormat.ARRIVALS, "arrivals"));
    }

    List<MerkleHash> follows() {
        LebReader source = section(SegmentFormat.FOLLOWS, "follows");
        List<MerkleHash> result = new ArrayList<>();
        for (int i = source.count(MerkleHash.LENGTH); i > 0; i--) {
            result.add(new MerkleHash(source.bytes(MerkleHash.LENGTH)));
        }
        source.requireEnd();
        return result;
    }

    List<TrackSummary> tracks() {
        LebReader source = section(SegmentFormat.TRACKS, "tracks");
        List<TrackSummary> result = new ArrayList<>();
        for (int i = source.count(MIN_TRACK); i > 0; i--) {
            int track = source.u8();
            int type = source.u8();
            int codec = source.u8();
            long frames = source.atMost(Long.MAX_VALUE, "frames");
            long bytes = source.atMost(Long.MAX_VALUE, "bytes");
            List<Integer> numbers = new ArrayList<>();
            for (int n = source.count(1); n > 0; n--) {
                numbers.add(source.u8());
            }
            result.add(new TrackSummary(track, type, codec, frames, bytes, numbers));
        }
        source.requireEnd();
        return result;
    }

    List<Mark> marks() {
        return MarkLog.decode(section(SegmentFormat.MARKS, "marks"));
    }

    SegmentSubtrees subtrees() {
        return SegmentSubtrees.decode(section(SegmentFormat.SUBTREES, "subtrees"));
    }

    static LebWriter encodeConfigurations(List<StoredConfiguration> configurations) {
        LebWriter target = new LebWriter().unsigned(configurations.size());
        for (StoredConfiguration configuration : configurations) {
            target.unsigned(configuration.messageLength()).bytes(configuration.message());
        }
        return target;
    }

    static LebWriter encodeConflicts(List<Integer> indices) {
        LebWriter target = new LebWriter().unsigned(indices.size());
        int previous = 0;
        for (int index : indices) {
            target.unsigned(index - previous);
            previous = index;
        }
        return target;
    }

    static LebWriter encodeFollows(List<MerkleHash> hashes) {
        LebWriter target = new LebWriter().unsigned(hashes.size());
        hashes.forEach(hash -> target.bytes(hash.bytes()));
        return target;
    }

    static LebWriter encodeTracks(List<TrackSummary> tracks) {
        LebWriter target = new LebWriter().unsigned(tracks.size());
        for (TrackSummary track : tracks) {
            target.u8(track.track())
                    .u8(track.typeCode())
                    .u8(track.codecCode())
                    .unsigned(track.frames())
                    .unsigned(track.bytes())
                    .unsigned(track.configurations().size());
            track.configurations().forEach(target::u8);
        }
        return target;
    }

    static void appendSection(LebWriter footer, int id, LebWriter section) {
        footer.u8(id).u32(section.length()).append(section);
    }
}
