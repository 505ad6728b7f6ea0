package io.dayreel.datagrams.server;

/** Bytes of unfinished messages over all sessions. At the limit fragments are dropped. Used by one thread. */
public final class ReassemblyBudget {
    private final long limit;
    private volatile long used;

    /** @param limit bytes */
    public ReassemblyBudget(long limit) {
        this.limit = limit;
    }

    boolean tryTake(long bytes) {
        if (used + bytes > limit) {
            return false;
        }
        add(bytes);
        return true;
    }

    void release(long bytes) {
        add(-bytes);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes, others only look
    private void add(long bytes) {
        used += bytes;
    }

    /** Bytes taken now. From any thread. */
    public long used() {
        return used;
    }
}
