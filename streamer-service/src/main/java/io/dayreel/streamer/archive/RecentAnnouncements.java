package io.dayreel.streamer.archive;

import io.dayreel.contracts.segments.SegmentRecord.Announced;
import io.dayreel.contracts.segments.SegmentRecord.Deleted;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What this process itself read from {@code segments}: merged with the indexer's answers, so that an answer that is some
 * seconds old never leaves a hole (I5). Keeps the newest, up to a number of bytes; older ones the indexer has long had.
 * Thread-safe.
 */
public final class RecentAnnouncements {
    private final long maxBytes;
    private final Map<StreamId, Changes> streams = new HashMap<>();
    private final ArrayDeque<Change> order = new ArrayDeque<>();
    private long bytes;
    private long versions;

    private record Change(StreamId stream, String key, Optional<ArchivedSegment> segment) {
        private static final int DELETED_BYTES = 300;

        long memoryBytes() {
            return segment.map(ArchivedSegment::memoryBytes).orElse((long) DELETED_BYTES);
        }
    }

    private static final class Changes {
        private final LinkedHashMap<String, Change> byKey = new LinkedHashMap<>();
        private long version;
    }

    public RecentAnnouncements(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** @throws io.dayreel.protocol.frame.FrameException if the key-frame table is broken */
    public void announced(Announced announced) {
        add(new Change(announced.stream(), announced.key(), Optional.of(ArchivedSegment.of(announced))));
    }

    public void deleted(Deleted deleted) {
        add(new Change(deleted.stream(), deleted.key(), Optional.empty()));
    }

    private synchronized void add(Change change) {
        Changes changes = streams.computeIfAbsent(change.stream(), stream -> new Changes());
        changes.byKey.remove(change.key());
        changes.byKey.put(change.key(), change);
        changes.version = ++versions;
        order.addLast(change);
        bytes += change.memoryBytes();
        while (bytes > maxBytes && order.size() > 1) {
            forget(order.removeFirst());
        }
    }

    private void forget(Change change) {
        bytes -= change.memoryBytes();
        Changes changes = streams.get(change.stream());
        if (changes != null && changes.byKey.remove(change.key(), change)) {
            changes.version = ++versions;
            if (changes.byKey.isEmpty()) {
                streams.remove(change.stream());
            }
        }
    }

    /** Changes with every announcement of the stream. */
    synchronized long version(StreamId stream) {
        Changes changes = streams.get(stream);
        return changes == null ? 0 : changes.version;
    }

    /** An answer of the indexer with what was announced and deleted since. */
    synchronized DayArchive merge(StreamId stream, DayArchive answer) {
        Changes changes = streams.get(stream);
        if (changes == null) {
            return answer;
        }
        Map<String, ArchivedSegment> segments = new HashMap<>();
        answer.segments().forEach(segment -> segments.put(segment.key(), segment));
        for (Change change : changes.byKey.values()) {
            if (change.segment().isPresent()) {
                segments.putIfAbsent(change.key(), change.segment().get());
            } else {
                segments.remove(change.key());
            }
        }
        Collection<ArchivedSegment> all = segments.values();
        return new DayArchive(all);
    }

    /** Days of a device with a segment announced recently. */
    synchronized NavigableSet<Day> days(DeviceId device) {
        NavigableSet<Day> days = new TreeSet<>();
        streams.forEach((stream, changes) -> {
            if (stream.deviceId().equals(device)
                    && changes.byKey.values().stream()
                            .anyMatch(change -> change.segment().isPresent())) {
                days.add(stream.day());
            }
        });
        return days;
    }
}
