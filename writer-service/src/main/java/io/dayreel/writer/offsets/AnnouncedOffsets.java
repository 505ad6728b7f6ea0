package io.dayreel.writer.offsets;

import io.dayreel.protocol.stream.StreamId;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Which records of a partition announced segments hold, as far as they lie behind the committed offset: what a replay
 * skips (I3). Grows with the announcements since the offset last moved, which the commit lag bounds. Not thread-safe.
 */
public final class AnnouncedOffsets {
    private record Announcement(long lastOffset, long announcedAt) {}

    private final Map<StreamId, NavigableMap<Long, Announcement>> byStream = new HashMap<>();

    /**
     * @param firstOffset of the segment's records
     * @param lastOffset all records of the stream between the two are in the segment
     * @param announcedAt offset of the announcement in its partition of {@code segments}
     */
    public void add(StreamId stream, long firstOffset, long lastOffset, long announcedAt) {
        byStream.computeIfAbsent(stream, s -> new TreeMap<>())
                .merge(firstOffset, new Announcement(lastOffset, announcedAt), AnnouncedOffsets::both);
    }

    private static Announcement both(Announcement one, Announcement other) {
        return new Announcement(
                Math.max(one.lastOffset, other.lastOffset), Math.min(one.announcedAt, other.announcedAt));
    }

    /** Whether a record of the stream is in an announced segment. */
    public boolean cover(StreamId stream, long offset) {
        NavigableMap<Long, Announcement> announcements = byStream.get(stream);
        if (announcements == null) {
            return false;
        }
        Map.Entry<Long, Announcement> before = announcements.floorEntry(offset);
        return before != null && before.getValue().lastOffset >= offset;
    }

    /** Forgets segments that end before the committed offset: no replay meets their records again. */
    public void forgetBefore(long committedOffset) {
        byStream.values().forEach(of -> of.values().removeIf(a -> a.lastOffset < committedOffset));
        byStream.values().removeIf(Map::isEmpty);
    }

    /**
     * Where in {@code segments} a replay from {@code committedOffset} has to begin reading; empty if no announcement
     * reaches behind that offset.
     */
    public OptionalLong oldestAnnouncementFor(long committedOffset) {
        return byStream.values().stream()
                .flatMap(of -> of.values().stream())
                .filter(a -> a.lastOffset >= committedOffset)
                .mapToLong(Announcement::announcedAt)
                .min();
    }
}
