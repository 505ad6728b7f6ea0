package io.dayreel.ingest.fleet;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The greatest load over a window that ends now. Until a whole window was seen nobody knows it, and it counts as without
 * bound. Holds one entry per plan in the window. Not thread-safe.
 */
final class RecentPeak {
    private record Seen(long atMillis, double filled) {}

    private final long windowMillis;
    private final Deque<Seen> window = new ArrayDeque<>();
    private boolean whole;

    RecentPeak(Duration window) {
        this.windowMillis = window.toMillis();
    }

    void saw(long nowMillis, double filled) {
        window.add(new Seen(nowMillis, filled));
    }

    /** Begins anew: what was not looked at is not known. */
    void forget() {
        window.clear();
        whole = false;
    }

    double at(long nowMillis) {
        while (!window.isEmpty() && window.peek().atMillis() <= nowMillis - windowMillis) {
            window.remove();
            whole = true;
        }
        return whole || windowMillis == 0
                ? window.stream().mapToDouble(Seen::filled).max().orElse(0)
                : Double.POSITIVE_INFINITY;
    }
}
