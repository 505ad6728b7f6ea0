package io.dayreel.cli.source;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts the frames of an input's tracks in order of decode time. ffmpeg writes a sample only when the next one of its
 * track is known, so tracks are out of step by a sample. A frame waits until every other track shows one, but at most
 * until {@value #LIMIT} wait; then the order is as it comes. Frames of a camera do not wait.
 */
final class DecodeOrder {

    private static final int LIMIT = 64;

    private final Map<Integer, Deque<CapturedFrame>> byTrack = new HashMap<>();
    private final boolean sorting;
    private int expectedTracks = 1;
    private int waiting;
    private boolean finished;

    DecodeOrder(boolean sorting) {
        this.sorting = sorting;
    }

    void expectTracks(int count) {
        expectedTracks = count;
    }

    void add(List<CapturedFrame> frames) {
        for (CapturedFrame frame : frames) {
            byTrack.computeIfAbsent(frame.track(), track -> new ArrayDeque<>()).add(frame);
            waiting++;
        }
    }

    /** No more frames come: the rest goes out. */
    void finish() {
        finished = true;
    }

    Optional<CapturedFrame> poll() {
        long shown = byTrack.values().stream().filter(queue -> !queue.isEmpty()).count();
        boolean complete = shown >= expectedTracks || finished || !sorting || waiting >= LIMIT;
        if (shown == 0 || !complete) {
            return Optional.empty();
        }
        waiting--;
        return byTrack.values().stream()
                .filter(queue -> !queue.isEmpty())
                .min(Comparator.<Deque<CapturedFrame>>comparingLong(
                                queue -> queue.getFirst().timeMicros())
                        .thenComparingInt(queue -> queue.getFirst().track()))
                .map(Deque::removeFirst);
    }
}
