package io.dayreel.ingest.produce;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Bytes handed to Kafka and not yet confirmed, over all connections. At the limit a connection waits its turn and its
 * socket is no longer read; nothing is dropped. Waiters are as many as there are connections and HTTP batches at most.
 * Thread-safe.
 */
public final class InFlightBudget {
    private record Waiter(long bytes, Runnable granted) {}

    private final long limit;
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private long used;

    /** @param limit bytes; must hold at least one message of the largest size */
    public InFlightBudget(long limit) {
        this.limit = limit;
    }

    /**
     * Takes bytes now, or queues up for them.
     *
     * @param whenGranted if there is no room now: called once, from any thread, after the bytes have been taken on the
     *     caller's behalf; a caller that no longer wants them releases them
     * @return whether they were taken now
     */
    public synchronized boolean take(long bytes, Runnable whenGranted) {
        if (waiters.isEmpty() && fits(bytes)) {
            used += bytes;
            return true;
        }
        waiters.add(new Waiter(bytes, whenGranted));
        return false;
    }

    /** Takes bytes only if there is room now and nobody waits. */
    public synchronized boolean tryTake(long bytes) {
        if (!waiters.isEmpty() || !fits(bytes)) {
            return false;
        }
        used += bytes;
        return true;
    }

    /** Gives bytes back and lets those who wait have them, first come, first served. */
    public void release(long bytes) {
        for (Runnable granted : releaseAndGrant(bytes)) {
            granted.run();
        }
    }

    private synchronized List<Runnable> releaseAndGrant(long bytes) {
        used -= bytes;
        if (waiters.isEmpty()) {
            return List.of();
        }
        List<Runnable> granted = new ArrayList<>();
        while (!waiters.isEmpty() && fits(waiters.peek().bytes())) {
            Waiter next = waiters.remove();
            used += next.bytes();
            granted.add(next.granted());
        }
        return granted;
    }

    /** Something larger than the whole budget may pass alone, so that it cannot wait for ever. */
    private boolean fits(long bytes) {
        return used == 0 || used + bytes <= limit;
    }

    /** Bytes taken now. */
    public synchronized long used() {
        return used;
    }
}
