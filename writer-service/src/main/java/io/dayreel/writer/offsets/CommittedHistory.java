package io.dayreel.writer.offsets;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * Which offset of a partition was committed when, as far back as the tail window asks. Keeps at most one entry for each
 * hundredth of the window. Not thread-safe.
 */
public final class CommittedHistory {
    private static final int ENTRIES = 100;

    private record Committed(Instant at, long offset) {}

    private final Duration window;
    private final Deque<Committed> entries = new ArrayDeque<>();

    /** @param window how long records stay in {@code frames} after they were archived */
    public CommittedHistory(Duration window) {
        this.window = window;
    }

    public void committed(Instant now, long offset) {
        Committed newest = entries.peekLast();
        if (newest == null || Duration.between(newest.at, now).compareTo(window.dividedBy(ENTRIES)) >= 0) {
            entries.addLast(new Committed(now, offset));
        }
    }

    /**
     * The offset that was committed a window ago: everything before it may be deleted. Never beyond what is committed.
     * Empty as long as that is not known.
     */
    public OptionalLong committedWindowAgo(Instant now) {
        Instant then = now.minus(window);
        long offset = -1;
        while (!entries.isEmpty() && !entries.peekFirst().at.isAfter(then)) {
            offset = entries.removeFirst().offset;
        }
        if (offset < 0) {
            return OptionalLong.empty();
        }
        entries.addFirst(new Committed(then, offset));
        return OptionalLong.of(offset);
    }
}
