package io.dayreel.tail;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.StreamId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a log holds of one stream. Answers from the index in memory; every answer is a snapshot that the next append or
 * eviction may outdate. Thread-safe: it locks its log for the time of a look-up.
 */
public final class StreamTail {
    private final StreamId stream;
    private final Object lock;
    private final TreeMap<Integer, RunIndex> runs = new TreeMap<>();
    private final OffsetSpans announced = new OffsetSpans();

    StreamTail(StreamId stream, Object lock) {
        this.stream = stream;
        this.lock = lock;
    }

    public StreamId stream() {
        return stream;
    }

    /** The runs, by first capture time. */
    public List<TailRun> runs() {
        synchronized (lock) {
            return runs.values().stream()
                    .filter(run -> !run.isEmpty())
                    .map(RunIndex::summary)
                    .sorted(Comparator.comparingLong(TailRun::firstTimeMicros).thenComparingInt(TailRun::run))
                    .toList();
        }
    }

    /** The first frame of a run at or after a counter, and those that follow it in the same record. */
    public Optional<TailStretch> next(int run, long counter) {
        synchronized (lock) {
            RunIndex index = runs.get(run);
            return index == null ? Optional.empty() : index.next(counter);
        }
    }

    /** The last key frame of each video track at or before a capture time, by track. */
    public List<TailKeyFrame> keyFramesUpTo(int run, long timeMicros) {
        synchronized (lock) {
            RunIndex index = runs.get(run);
            return index == null ? List.of() : index.keyFramesUpTo(timeMicros);
        }
    }

    /** The last key frame of each video track at or before a counter, by track. */
    public List<TailKeyFrame> keyFramesUpToCounter(int run, long counter) {
        synchronized (lock) {
            RunIndex index = runs.get(run);
            return index == null ? List.of() : index.keyFrames().lastOfEachTrackUpTo(counter);
        }
    }

    /** The key frames of all video tracks with counters {@code fromCounter} to {@code toCounter}, both included, ascending. */
    public List<TailKeyFrame> keyFrames(int run, long fromCounter, long toCounter) {
        synchronized (lock) {
            RunIndex index = runs.get(run);
            return index == null ? List.of() : index.keyFrames().between(fromCounter, toCounter);
        }
    }

    /**
     * Places to start from in a run without video: where records begin with counters {@code fromCounter} to {@code
     * toCounter}, both included, ascending; the first of them, then each that is {@code stepMicros} or more later than
     * the one before.
     */
    public List<TailMark> marks(int run, long fromCounter, long toCounter, long stepMicros) {
        synchronized (lock) {
            RunIndex index = runs.get(run);
            return index == null ? List.of() : index.marks(fromCounter, toCounter, stepMicros);
        }
    }

    /** The counters of a run that are held. */
    public CounterRanges counters(int run) {
        synchronized (lock) {
            RunIndex index = runs.get(run);
            return index == null ? new CounterRanges() : index.counters();
        }
    }

    /** The codec configurations of a run that were seen, in no particular order. */
    public List<TailConfiguration> configurations(int run) {
        synchronized (lock) {
            RunIndex index = runs.get(run);
            return index == null ? List.of() : index.configurations();
        }
    }

    /** Changes whenever frames are added or forgotten. */
    public long version() {
        synchronized (lock) {
            long version = 0;
            for (RunIndex run : runs.values()) {
                version += run.version();
            }
            return version;
        }
    }

    /** Counter at which the first record begins that holds a frame at or after a capture time. */
    public Optional<Long> firstCounterAtOrAfter(int run, long timeMicros) {
        synchronized (lock) {
            RunIndex index = runs.get(run);
            return index == null ? Optional.empty() : index.firstCounterAtOrAfter(timeMicros);
        }
    }

    public Optional<TailConfiguration> configuration(int run, int track, int number) {
        synchronized (lock) {
            RunIndex index = runs.get(run);
            return index == null ? Optional.empty() : index.configuration(track, number);
        }
    }

    /** How many bytes of frames of a run lie at or after a counter. */
    public long bytesFrom(int run, long counter) {
        synchronized (lock) {
            RunIndex index = runs.get(run);
            return index == null ? 0 : index.bytesFrom(counter);
        }
    }

    List<TailStretch> stretchesAfter(long offset) {
        return runs.values().stream()
                .flatMap(run -> run.stretchesAfter(offset).stream())
                .toList();
    }

    RunIndex run(int run) {
        return runs.computeIfAbsent(run, RunIndex::new);
    }

    boolean isArchived(long offset) {
        return announced.contains(offset);
    }

    void archived(long firstOffset, long lastOffset) {
        announced.add(firstOffset, lastOffset);
        runs.values().forEach(run -> run.archived(firstOffset, lastOffset));
    }

    void archivedBefore(long offset) {
        runs.values().forEach(run -> run.archived(0, offset - 1));
    }

    void evicted(long firstPlace, long lastPlace) {
        runs.values().forEach(run -> run.evicted(firstPlace, lastPlace));
    }

    /** @return whether nothing is left */
    boolean dropEmptyRuns() {
        runs.values().removeIf(RunIndex::isEmpty);
        return runs.isEmpty();
    }

    int rows() {
        return runs.values().stream().mapToInt(RunIndex::rows).sum();
    }
}
