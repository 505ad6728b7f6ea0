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
 * {@value #LIMIT} wait; then the order is as it comes. Not thread-safe.
 */
final class FrameOrder {
    private static final int LIMIT = 64;

    private final Map<Integer, Deque<PartFrame>> byTrack = new HashMap<>();
    private int expected = 1;
    private int waiting;
    private boolean finished;

    /** @param tracks that frames will come of */
    void expect(int tracks) {
        expected = tracks;
    }

    void add(PartFrame frame) {
        byTrack.computeIfAbsent(frame.header().track(), track -> new ArrayDeque<>())
                .add(frame);
        waiting++;
    }

    /** No more frames come: the rest goes out. */
    void finish() {
        finished = true;
    }

    Optional<PartFrame> poll() {
        long shown = byTrack.values().stream().filter(queue -> !queue.isEmpty()).count();
        if (shown == 0 || shown < expected && !finished && waiting < LIMIT) {
            return Optional.empty();
        }
        waiting--;
        return byTrack.values().stream()
                .filter(queue -> !queue.isEmpty())
                .min(Comparator.<Deque<PartFrame>>comparingLong(
                                queue -> queue.getFirst().header().timeMicros())
                        .thenComparingInt(queue -> queue.getFirst().header().track()))
                .map(Deque::removeFirst);
    }
}
