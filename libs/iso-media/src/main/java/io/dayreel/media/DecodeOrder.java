package io.dayreel.media;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * Puts the frames of several tracks, each track's in order, into one order of decode time. ffmpeg writes a sample only
 * when the next one of its track is known, so tracks are out of step by a sample. A frame waits until every other track
 * shows one, but at most until {@value #LIMIT} wait; then the order is as it comes. Not thread-safe.
 *
 * @param <F> a frame
 */
public final class DecodeOrder<F> {
    private static final int LIMIT = 64;

    private final ToIntFunction<F> track;
    private final Comparator<Deque<F>> earliest;
    private final ToLongFunction<F> time;
    private final Map<Integer, Deque<F>> byTrack = new HashMap<>();
    private int expected = 1;
    private OptionalInt leader = OptionalInt.empty();
    private int waiting;
    private boolean finished;

    /** @param track number of a frame's track @param time decode time of a frame, in one unit for all tracks */
    public DecodeOrder(ToIntFunction<F> track, ToLongFunction<F> time) {
        this.track = track;
        this.time = time;
        this.earliest = Comparator.<Deque<F>>comparingLong(queue -> time.applyAsLong(queue.getFirst()))
                .thenComparingInt(queue -> track.applyAsInt(queue.getFirst()));
    }

    /** Frames will come of so many tracks; as long as nobody says so, and with 1, none waits for another. */
    public void expect(int tracks) {
        expected = tracks;
    }

    /**
     * The first frame of a track goes before all others, whatever its time: players begin with it, and what is before it
     * would be in no segment.
     */
    public void beginWith(int leadingTrack) {
        leader = OptionalInt.of(leadingTrack);
    }

    /** Takes the next frame of its track. */
    public void add(F frame) {
        byTrack.computeIfAbsent(track.applyAsInt(frame), number -> new ArrayDeque<>())
                .add(frame);
        waiting++;
    }

    /** No more frames come: the rest goes out. */
    public void finish() {
        finished = true;
    }

    /** Whether {@link #poll} has one. */
    public boolean isReady() {
        long shown = byTrack.values().stream().filter(queue -> !queue.isEmpty()).count();
        return shown > 0 && (shown >= expected || finished || waiting >= LIMIT);
    }

    /** The earliest time of the frames that wait. @throws java.util.NoSuchElementException if none does */
    public long earliestTime() {
        return byTrack.values().stream()
                .filter(queue -> !queue.isEmpty())
                .mapToLong(queue -> time.applyAsLong(queue.getFirst()))
                .min()
                .orElseThrow();
    }

    /** Removes the next frame in order; empty while it is not known which one that is. */
    public Optional<F> poll() {
        if (!isReady()) {
            return Optional.empty();
        }
        waiting--;
        Deque<F> leading = leader.isPresent() ? byTrack.get(leader.getAsInt()) : null;
        if (leading != null && !leading.isEmpty()) {
            leader = OptionalInt.empty();
            return Optional.of(leading.removeFirst());
        }
        return byTrack.values().stream()
                .filter(queue -> !queue.isEmpty())
                .min(earliest)
                .map(Deque::removeFirst);
    }
}
