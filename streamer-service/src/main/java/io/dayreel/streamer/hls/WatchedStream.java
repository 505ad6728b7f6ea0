package io.dayreel.streamer.hls;

import io.dayreel.runtime.log.LogEvents;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.rendition.TrackRate;
import io.dayreel.streamer.tail.Watcher;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A device that somebody watches over HLS here. Its cutter works in steps, one at a time. Thread-safe. */
final class WatchedStream implements Watcher {
    private static final LogEvents LOG = LogEvents.of(WatchedStream.class);

    private final Executor threads;
    private final AtomicInteger wakes = new AtomicInteger();
    private volatile long askedNanos = System.nanoTime();
    private volatile Optional<DeviceCutter> wanted = Optional.empty();
    private volatile boolean caughtUp;
    private volatile boolean closed;
    private Optional<DeviceCutter> working = Optional.empty();
    private Map<Rendition, TrackRate> rates = Map.of();
    private long sampledNanos;

    WatchedStream(Executor threads) {
        this.threads = threads;
    }

    /** Somebody still watches. */
    void asked() {
        askedNanos = System.nanoTime();
    }

    long idleNanos() {
        return System.nanoTime() - askedNanos;
    }

    Optional<LiveLine> line() {
        return wanted.map(DeviceCutter::line);
    }

    /** From now on a line is cut by {@code cutter}, which it owns. */
    void follow(DeviceCutter cutter) {
        caughtUp = false;
        wanted = Optional.of(cutter);
        wake();
    }

    /** What is listed has come up to what is recorded. */
    void caughtUp() {
        caughtUp = true;
    }

    /** The line, once it has come up to what is recorded. */
    Optional<LiveLine> lineToShow() {
        return caughtUp ? line() : Optional.empty();
    }

    @Override
    public boolean isViewer() {
        return true;
    }

    @Override
    public void wake() {
        if (wakes.getAndIncrement() == 0) {
            submit();
        }
    }

    private void submit() {
        try {
            threads.execute(this::step);
        } catch (RejectedExecutionException e) {
            wakes.set(0); // stopping; or the next tick wakes it again
        }
    }

    private void step() {
        int seen = wakes.get();
        try {
            work();
        } catch (RuntimeException e) { // our own fault: this stream's cutting begins anew, and nobody else suffers
            LOG.error("cutting-failed", e);
            working.ifPresent(DeviceCutter::close);
        }
        if (wakes.addAndGet(-seen) > 0) {
            wakes.set(1);
            submit();
        }
    }

    private void work() {
        Optional<DeviceCutter> now = closed ? Optional.empty() : wanted;
        if (!now.equals(working)) {
            working.ifPresent(DeviceCutter::close);
            working = now;
        }
        working.ifPresent(DeviceCutter::step);
    }

    /** How much there is of each rendition, measured at most so often. */
    synchronized Map<Rendition, TrackRate> rates(long everyNanos, Supplier<Map<Rendition, TrackRate>> sample) {
        long now = System.nanoTime();
        if (rates.isEmpty() || now - sampledNanos > everyNanos) {
            rates = sample.get();
            sampledNanos = now;
        }
        return rates;
    }

    /** Ends it, once the step that is being done is done. */
    void close() {
        closed = true;
        wake();
    }
}
