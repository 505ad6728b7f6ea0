package io.dayreel.streamer.timeline;

import io.dayreel.contracts.segments.SegmentRecord.StoredRun;
import io.dayreel.protocol.segment.Extent;
import io.dayreel.protocol.segment.KeyFrame;
import io.dayreel.protocol.segment.TrackKeyFrames;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.streamer.archive.ArchivedSegment;
import io.dayreel.streamer.archive.ArchivedSpan;
import io.dayreel.streamer.archive.DayArchive;
import io.dayreel.tail.StreamTail;
import io.dayreel.tail.TailStretch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * One stream out of its tail and its archive. Chooses for every frame the visible copy: the one received first (I2);
 * where both have that copy, the tail's, which costs no request.
 */
final class DayView {
    private final StreamId stream;
    private final Optional<StreamTail> tail;
    private final DayArchive archive;
    private final int partition;

    /** @param partition of the tail's records */
    DayView(StreamId stream, Optional<StreamTail> tail, DayArchive archive, int partition) {
        this.stream = stream;
        this.tail = tail;
        this.archive = archive;
        this.partition = partition;
    }

    StreamId stream() {
        return stream;
    }

    Optional<StreamTail> tail() {
        return tail;
    }

    DayArchive archive() {
        return archive;
    }

    /** In the order in which they are played. */
    List<TimelineRun> runs() {
        Map<Integer, TimelineRun> runs = new HashMap<>();
        tail.ifPresent(held -> held.runs()
                .forEach(run -> add(
                        runs,
                        new TimelineRun(
                                run.run(),
                                run.firstTimeMicros(),
                                run.lastTimeMicros(),
                                run.firstCounter(),
                                run.lastCounter(),
                                run.endMicros()))));
        for (ArchivedSegment segment : archive.segments()) {
            for (StoredRun run : segment.runs()) {
                if (!run.ranges().isEmpty()) {
                    add(
                            runs,
                            new TimelineRun(
                                    run.run(),
                                    run.firstTimeMicros(),
                                    run.lastTimeMicros(),
                                    run.ranges().first(),
                                    run.ranges().last(),
                                    endMicros(run)));
                }
            }
        }
        return runs.values().stream().sorted().toList();
    }

    private static OptionalLong endMicros(StoredRun run) {
        return run.end()
                .map(end -> OptionalLong.of(end.timeMicros().orElse(run.lastTimeMicros())))
                .orElse(OptionalLong.empty());
    }

    private static void add(Map<Integer, TimelineRun> runs, TimelineRun run) {
        runs.merge(run.run(), run, TimelineRun::merge);
    }

    Optional<TimelineRun> run(int run) {
        return runs().stream().filter(r -> r.run() == run).findFirst();
    }

    /** The first frames of a run at or after a counter. */
    Optional<Span> next(int run, long counter) {
        Optional<TailStretch> inTail = tail.flatMap(held -> held.next(run, counter));
        Optional<ArchivedSpan> inArchive = archive.next(run, counter);
        if (inTail.isEmpty()) {
            return inArchive.map(Span.InArchive::new);
        }
        TailStretch stretch = inTail.get();
        if (inArchive.isPresent() && inArchive.get().first() < stretch.first()) {
            return Optional.of(new Span.InArchive(inArchive.get().upTo(stretch.first() - 1)));
        }
        return Optional.of(withEarlierCopies(run, stretch));
    }

    private Span withEarlierCopies(int run, TailStretch stretch) {
        Optional<ArchivedSpan> earlier =
                archive.nextReceivedBefore(run, stretch.first(), partition, stretch.offset(), stretch.receivedMillis());
        if (earlier.isEmpty() || earlier.get().first() > stretch.last()) {
            return new Span.InTail(stretch);
        }
        return earlier.get().first() > stretch.first()
                ? new Span.InTail(stretch.upTo(earlier.get().first() - 1))
                : new Span.InArchive(earlier.get().upTo(stretch.last()));
    }

    /**
     * When a run's last frame was received, ms since 1970-01-01; empty if it is archived, or is not there, or ends the run.
     */
    OptionalLong receivedMillis(int run, long counter) {
        boolean archived = archive.next(run, counter)
                .filter(span -> span.first() == counter)
                .isPresent();
        boolean ended = tail.stream()
                .flatMap(held -> held.runs().stream())
                .anyMatch(held -> held.run() == run && held.ended() && held.lastCounter() == counter);
        return archived || ended
                ? OptionalLong.empty()
                : tail.flatMap(held -> held.next(run, counter)).stream()
                        .mapToLong(TailStretch::receivedMillis)
                        .findFirst();
    }

    /** The counter of each video track's last key frame at or before a capture time, by track. */
    Map<Integer, TrackStart> keyFramesUpTo(int run, long timeMicros) {
        Map<Integer, TrackStart> starts = new TreeMap<>();
        tail.ifPresent(held -> held.keyFramesUpTo(run, timeMicros)
                .forEach(key -> later(starts, new TrackStart(key.track(), key.counter(), key.timeMicros()))));
        archivedKeyFrames(run, keys -> keys.atOrBeforeTime(timeMicros), starts);
        return starts;
    }

    private void archivedKeyFrames(
            int run, Function<TrackKeyFrames, Optional<KeyFrame>> choose, Map<Integer, TrackStart> starts) {
        for (ArchivedSegment segment : archive.segmentsOf(run)) {
            for (Extent extent : segment.keyFrames().extents()) {
                if (extent.run() != run) {
                    continue;
                }
                for (TrackKeyFrames keys : extent.keyFrames()) {
                    choose.apply(keys)
                            .ifPresent(
                                    key -> later(starts, new TrackStart(key.track(), key.counter(), key.timeMicros())));
                }
            }
        }
    }

    private static void later(Map<Integer, TrackStart> starts, TrackStart start) {
        starts.merge(start.track(), start, (a, b) -> a.counter() >= b.counter() ? a : b);
    }

    /** A counter at or before the first frame of the run that is not earlier than a capture time. */
    Optional<Long> counterBefore(int run, long timeMicros) {
        long best = tail.flatMap(held -> held.firstCounterAtOrAfter(run, timeMicros))
                .orElse(Long.MAX_VALUE);
        for (ArchivedSegment segment : archive.segmentsOf(run)) {
            for (Extent extent : segment.keyFrames().extents()) {
                if (extent.run() == run && extent.lastTimeMicros() >= timeMicros) {
                    best = Math.min(best, extent.firstCounter());
                }
            }
        }
        return best == Long.MAX_VALUE ? Optional.empty() : Optional.of(best);
    }

    /** Where decoding of a video track can start. */
    record TrackStart(int track, long counter, long timeMicros) {}
}
