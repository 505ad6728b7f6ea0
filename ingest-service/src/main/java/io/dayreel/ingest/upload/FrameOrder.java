package io.dayreel.ingest.upload;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the frames of a part's tracks in order of decode time. ffmpeg writes a sample only when the next one of its track
 * is known, so tracks are out of step by a sample. A frame waits until every other track shows one, but at most until
 * {@value #LIMIT} wait; then the order is as it comes. The leading track's first frame goes before all others, whatever
 * its time: players begin with it, and what is before it would be in no segment. Not thread-safe.
 */
final class FrameOrder {
    private static final int LIMIT = 64;

    private final Map<Integer, Deque<PartFrame>> byTrack = new HashMap<>();
    private int expected = 1;
    private int leader;
    private boolean begun;
    private int waiting;
    private boolean finished;

    /** @param tracks that frames will come of @param leadingTrack number of the one that leads */
    void expect(int tracks, int leadingTrack) {
        expected = tracks;
        leader = leadingTrack;
    }

    void add(PartFrame frame) {
        byTrack.computeIfAbsent(frame.header().track(), track -> new ArrayDeque<>())
                .add(frame);
        waiting++;
    }

    /** The earliest time of the frames that wait, µs; only while there are some. */
    long earliestMicros() {
        return byTrack.values().stream()
                .filter(queue -> !queue.isEmpty())
                .mapToLong(queue -> queue.getFirst().header().timeMicros())
                .min()
                .orElseThrow();
    }

    boolean isReady() {
        long shown = byTrack.values().stream().filter(queue -> !queue.isEmpty()).count();
        return shown > 0 && (shown >= expected || finished || waiting >= LIMIT);
    }

    /** No more frames come: the rest goes out. */
    void finish() {
        finished = true;
    }

    Optional<PartFrame> poll() {
        if (!isReady()) {
            return Optional.empty();
        }
        waiting--;
        Deque<PartFrame> leading = byTrack.get(leader);
        if (!begun && leading != null && !leading.isEmpty()) {
            begun = true;
            return Optional.of(leading.removeFirst());
        }
        return byTrack.values().stream()
                .filter(queue -> !queue.isEmpty())
                .min(Comparator.<Deque<PartFrame>>comparingLong(
                                queue -> queue.getFirst().header().timeMicros())
                        .thenComparingInt(queue -> queue.getFirst().header().track()))
                .map(Deque::removeFirst);
    }
}
