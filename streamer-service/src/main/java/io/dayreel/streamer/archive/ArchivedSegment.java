package io.dayreel.streamer.archive;

import io.dayreel.contracts.segments.SegmentRecord.Announced;
import io.dayreel.contracts.segments.SegmentRecord.StoredConfiguration;
import io.dayreel.contracts.segments.SegmentRecord.StoredRun;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.segment.KeyFrameTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A stored segment as its announcement describes it. Immutable; what is not needed for playing is dropped, so that a
 * day's index stays small.
 */
public final class ArchivedSegment implements Comparable<ArchivedSegment> {
    private static final int BYTES_PER_RANGE = 40;
    private static final int BYTES_PER_EXTENT = 120;
    private static final int BYTES_PER_KEY_FRAME = 24;
    private static final int BASE_BYTES = 600;

    private final String key;
    private final long size;
    private final Map<Integer, StoredRun> runs = new HashMap<>();
    private final List<StoredConfiguration> configurations;
    private final KeyFrameTable keyFrames;
    private final List<ArchivedTrack> tracks;
    private final List<ArchivedEvent> events;
    private final Map<Integer, CounterRanges> conflicts = new HashMap<>();
    private final int partition;
    private final String topicId;
    private final long firstOffset;
    private final long lastOffset;
    private final long firstReceivedMillis;

    private ArchivedSegment(Announced announced, KeyFrameTable table) {
        key = announced.key();
        size = announced.size();
        announced.runs().forEach(run -> runs.put(run.run(), run));
        announced.conflicts().forEach(conflict -> conflicts
                .computeIfAbsent(conflict.run(), run -> new CounterRanges())
                .add(conflict.counter()));
        configurations = announced.configurations();
        keyFrames = table;
        tracks = announced.tracks().stream()
                .map(track -> ArchivedTrack.of(track, announced))
                .toList();
        events = announced.events().stream().map(ArchivedEvent::of).toList();
        partition = announced.source().partition();
        topicId = announced.source().topicId();
        firstOffset = announced.source().firstOffset();
        lastOffset = announced.source().lastOffset();
        firstReceivedMillis = announced.firstReceivedMillis();
    }

    /** @throws FrameException if its key-frame table is broken */
    public static ArchivedSegment of(Announced announced) {
        return new ArchivedSegment(announced, KeyFrameTable.decode(announced.keyFrames()));
    }

    public String key() {
        return key;
    }

    /** Bytes of the whole object. */
    public long size() {
        return size;
    }

    public KeyFrameTable keyFrames() {
        return keyFrames;
    }

    /** By track, type and codec; also of other types than media. */
    public List<ArchivedTrack> tracks() {
        return tracks;
    }

    /** As many as the announcement has, in stored order. */
    public List<ArchivedEvent> events() {
        return events;
    }

    public Iterable<StoredRun> runs() {
        return runs.values();
    }

    public Optional<StoredRun> run(int run) {
        return Optional.ofNullable(runs.get(run));
    }

    public Optional<StoredConfiguration> configuration(int run, int track, int number) {
        return configurations.stream()
                .filter(c -> c.run() == run && c.track() == track && c.number() == number)
                .findFirst();
    }

    /** The first stretch of held counters at or after {@code counter}. */
    Optional<CounterRange> next(int run, long counter) {
        StoredRun stored = runs.get(run);
        return stored == null ? Optional.empty() : next(stored.ranges(), counter);
    }

    /** The first counters at or after {@code counter} of which it holds several copies with different bytes. */
    Optional<CounterRange> nextConflict(int run, long counter) {
        CounterRanges ranges = conflicts.get(run);
        return ranges == null ? Optional.empty() : next(ranges, counter);
    }

    private static Optional<CounterRange> next(CounterRanges ranges, long counter) {
        int low = 0;
        int high = ranges.rangeCount();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ranges.range(middle).last() < counter) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == ranges.rangeCount()) {
            return Optional.empty();
        }
        CounterRange range = ranges.range(low);
        return Optional.of(new CounterRange(Math.max(counter, range.first()), range.last()));
    }

    /** Whether all of it came before a record of the same partition of the tail. */
    public boolean wasReceivedBefore(int tailPartition, long offset, long receivedMillis) {
        return tailPartition == partition ? lastOffset < offset : firstReceivedMillis < receivedMillis;
    }

    /** Whether a record of the tail is one of those that it was made of. */
    boolean holdsRecord(int tailPartition, long offset) {
        return tailPartition == partition && firstOffset <= offset && offset <= lastOffset;
    }

    public int partition() {
        return partition;
    }

    public long firstOffset() {
        return firstOffset;
    }

    public long lastOffset() {
        return lastOffset;
    }

    /** Roughly what it takes in memory. */
    long memoryBytes() {
        long keyFrameCount = keyFrames.extents().stream()
                .flatMap(extent -> extent.keyFrames().stream())
                .mapToLong(List::size)
                .sum();
        long ranges = runs.values().stream()
                .mapToLong(run -> run.ranges().rangeCount())
                .sum();
        long records = configurations.stream()
                .mapToLong(c -> c.record().length + c.json().length())
                .sum();
        return BASE_BYTES
                + keyFrameCount * BYTES_PER_KEY_FRAME
                + ranges * BYTES_PER_RANGE
                + (long) keyFrames.extents().size() * BYTES_PER_EXTENT
                + records
                + tracks.stream().mapToLong(ArchivedTrack::memoryBytes).sum()
                + events.stream().mapToLong(ArchivedEvent::memoryBytes).sum();
    }

    /**
     * By arrival (I2): the segments of a stream cover disjoint source offsets, so that of two copies of a frame the one
     * in the smaller segment is visible; without a common source by receive time; then by object name.
     */
    @Override
    public int compareTo(ArchivedSegment other) {
        boolean sameSource = topicId.equals(other.topicId) && partition == other.partition;
        int byArrival = sameSource
                ? Long.compare(firstOffset, other.firstOffset)
                : Long.compare(firstReceivedMillis, other.firstReceivedMillis);
        return byArrival != 0 ? byArrival : key.compareTo(other.key);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ArchivedSegment that && key.equals(that.key);
    }

    @Override
    public int hashCode() {
        return key.hashCode();
    }

    @Override
    public String toString() {
        return key;
    }
}
