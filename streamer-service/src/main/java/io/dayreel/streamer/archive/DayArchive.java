package io.dayreel.streamer.archive;

import io.dayreel.contracts.segments.SegmentRecord.StoredConfiguration;
import io.dayreel.protocol.ranges.CounterRange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The announced segments of one stream at one time: an immutable snapshot. */
public final class DayArchive {
    public static final DayArchive EMPTY = new DayArchive(List.of());

    private final List<ArchivedSegment> segments;
    private final Map<Integer, List<ArchivedSegment>> byRun = new HashMap<>();

    /** @param segments in any order; of several with one key the first counts */
    public DayArchive(Collection<ArchivedSegment> segments) {
        this.segments = segments.stream().distinct().sorted().toList();
        for (ArchivedSegment segment : this.segments) {
            segment.runs().forEach(run -> byRun.computeIfAbsent(run.run(), r -> new ArrayList<>())
                    .add(segment));
        }
    }

    /** By arrival, the earliest first. */
    public List<ArchivedSegment> segments() {
        return segments;
    }

    public Iterable<Integer> runs() {
        return byRun.keySet();
    }

    /** By arrival, the earliest first. */
    public List<ArchivedSegment> segmentsOf(int run) {
        return byRun.getOrDefault(run, List.of());
    }

    /** The visible copy of the first archived frame at or after a counter, and how far that segment has it. */
    public Optional<ArchivedSpan> next(int run, long counter) {
        ArchivedSegment best = null;
        CounterRange stretch = null;
        for (ArchivedSegment segment : segmentsOf(run)) {
            Optional<CounterRange> candidate = segment.next(run, counter);
            if (candidate.isEmpty()) {
                continue;
            }
            CounterRange range = candidate.get();
            if (stretch == null || range.first() < stretch.first()) {
                best = segment;
                stretch = range;
            }
        }
        return best == null ? Optional.empty() : Optional.of(cut(best, run, stretch));
    }

    /** Cuts a stretch where a segment received earlier begins to have the frames too. */
    private ArchivedSpan cut(ArchivedSegment segment, int run, CounterRange stretch) {
        long last = stretch.last();
        for (ArchivedSegment earlier : segmentsOf(run)) {
            if (earlier.compareTo(segment) >= 0) {
                break;
            }
            Optional<CounterRange> range = earlier.next(run, stretch.first());
            if (range.isPresent() && range.get().first() <= last) {
                last = range.get().first() - 1;
            }
        }
        return new ArchivedSpan(segment, run, stretch.first(), last);
    }

    /**
     * The first frame at or after a counter whose visible copy may be archived although a record of the tail has one too:
     * its segment was received wholly before that record, or holds that record and further copies with other bytes.
     */
    public Optional<ArchivedSpan> nextReceivedBefore(
            int run, long counter, int partition, long offset, long receivedMillis) {
        List<ArchivedSegment> earlier = new ArrayList<>();
        Optional<ArchivedSpan> conflict = Optional.empty();
        for (ArchivedSegment segment : segmentsOf(run)) {
            if (segment.holdsRecord(partition, offset)) {
                conflict = segment.nextConflict(run, counter)
                        .map(range -> new ArchivedSpan(segment, run, range.first(), range.last()));
            } else if (segment.wasReceivedBefore(partition, offset, receivedMillis)) {
                earlier.add(segment);
            }
        }
        Optional<ArchivedSpan> before =
                earlier.isEmpty() ? Optional.empty() : new DayArchive(earlier).next(run, counter);
        if (before.isEmpty()) {
            return conflict;
        }
        if (conflict.isEmpty()) {
            return before;
        }
        return conflict.get().first() < before.get().first()
                ? Optional.of(conflict.get().upTo(before.get().first() - 1))
                : before;
    }

    public Optional<StoredConfiguration> configuration(int run, int track, int number) {
        return segmentsOf(run).stream()
                .flatMap(segment -> segment.configuration(run, track, number).stream())
                .findFirst();
    }

    /** This snapshot without some segments. */
    public DayArchive without(Collection<ArchivedSegment> unreadable) {
        return new DayArchive(
                segments.stream().filter(s -> !unreadable.contains(s)).toList());
    }

    /** This snapshot with more segments. */
    public DayArchive with(Collection<ArchivedSegment> more) {
        return more.isEmpty()
                ? this
                : new DayArchive(Stream.concat(segments.stream(), more.stream()).toList());
    }

    long memoryBytes() {
        return segments.stream().mapToLong(ArchivedSegment::memoryBytes).sum();
    }
}
