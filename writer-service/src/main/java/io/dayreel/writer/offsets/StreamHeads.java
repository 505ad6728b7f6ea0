package io.dayreel.writer.offsets;

import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.stream.StreamId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The segments of a partition's streams that no later segment of their stream has named yet: what the next one follows.
 * A writer that replays from the committed offset knows the same ones, since the commit's metadata says where their
 * announcements begin, so that it builds the same bytes again (I4). A stream is forgotten an hour after its last
 * announcement, and the one that was silent longest when there are more than 10 000: its next segment then begins a
 * chain of its own, and only the day's manifest ties it to the rest. Not thread-safe.
 */
public final class StreamHeads {
    /** Roots that one segment names at most; the rest is left to the next. */
    public static final int MAX_FOLLOWED = 64;

    private static final int MAX_STREAMS = 10_000;
    private static final long FORGET_AFTER_MILLIS = Duration.ofHours(1).toMillis();
    private static final long NOT_YET = -1;

    private final Map<StreamId, Heads> streams = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<StreamId, Heads> eldest) {
            return size() > MAX_STREAMS;
        }
    };

    /** @param announcedAt offset in {@code segments}; negative until announced @param named by a closed segment */
    private record Head(long announcedAt, boolean named) {}

    private static final class Heads {
        private final Map<MerkleHash, Head> byRoot = new LinkedHashMap<>();
        private long usedAtMillis;
    }

    /** Roots that the stream's next segment is to name, in order of their closing. */
    public List<MerkleHash> toFollow(StreamId stream) {
        List<MerkleHash> roots = new ArrayList<>();
        Heads heads = streams.get(stream);
        if (heads != null) {
            heads.byRoot.forEach((root, head) -> {
                if (!head.named && roots.size() < MAX_FOLLOWED) {
                    roots.add(root);
                }
            });
        }
        return roots;
    }

    /** A segment was closed that names others. It must not be announced before them. */
    public void closed(StreamId stream, MerkleHash root, List<MerkleHash> follows, long nowMillis) {
        Heads heads = used(stream, nowMillis);
        follows.forEach(
                followed -> heads.byRoot.computeIfPresent(followed, (known, head) -> new Head(head.announcedAt, true)));
        heads.byRoot.putIfAbsent(root, new Head(NOT_YET, false));
    }

    /**
     * A segment was announced, by this writer or another.
     *
     * @param announcedAt offset of the announcement in its partition of {@code segments}
     */
    public void announced(
            StreamId stream, MerkleHash root, List<MerkleHash> follows, long announcedAt, long nowMillis) {
        Heads heads = used(stream, nowMillis);
        follows.forEach(heads.byRoot::remove);
        heads.byRoot.merge(root, new Head(announcedAt, false), (known, now) -> new Head(announcedAt, known.named));
    }

    private Heads used(StreamId stream, long nowMillis) {
        Heads heads = streams.computeIfAbsent(stream, each -> new Heads());
        heads.usedAtMillis = Math.max(heads.usedAtMillis, nowMillis);
        return heads;
    }

    /** Where in {@code segments} a replay has to begin reading to know these; empty if it needs none. */
    public OptionalLong oldestAnnouncement() {
        return streams.values().stream()
                .flatMap(heads -> heads.byRoot.values().stream())
                .mapToLong(Head::announcedAt)
                .filter(offset -> offset != NOT_YET)
                .min();
    }

    /** Forgets streams that nothing was announced of for an hour, unless a segment of them waits to be announced. */
    public void forgetIdle(long nowMillis) {
        Iterator<Heads> each = streams.values().iterator();
        while (each.hasNext()) {
            Heads heads = each.next();
            boolean waits = heads.byRoot.values().stream().anyMatch(head -> head.announcedAt == NOT_YET);
            if (!waits && nowMillis - heads.usedAtMillis > FORGET_AFTER_MILLIS) {
                each.remove();
            }
        }
    }
}
