package io.dayreel.streamer.playback;

import io.dayreel.streamer.timer.DaemonTimer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads of all sessions: some for the live end, which never wait for archive or network, and others for the past, so
 * that a slow store never holds up a live viewer. A session is queued once at most, so the queues are as long as there
 * may be sessions. Thread-safe.
 */
public final class PlaybackPool implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;

    private final ThreadPoolExecutor live;
    private final ThreadPoolExecutor past;
    private final ScheduledThreadPoolExecutor timer;

    /** @param maxSessions more are refused by whoever opens them */
    public PlaybackPool(int liveThreads, int pastThreads, int maxSessions) {
        live = pool("live", liveThreads, maxSessions);
        past = pool("past", pastThreads, maxSessions);
        timer = DaemonTimer.named("dayreel-streamer-timer");
        timer.setRemoveOnCancelPolicy(true);
    }

    private static ThreadPoolExecutor pool(String job, int threads, int queue) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                10,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                task -> daemon(task, "dayreel-streamer-" + job + "-" + number.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /** Runs a step that only reads the tail. */
    void runLive(Runnable step) {
        live.execute(step);
    }

    /** Runs a step that may wait for archive or network. */
    void runPast(Runnable step) {
        past.execute(step);
    }

    /** Runs work of a request that may wait. @throws RejectedExecutionException if there is too much of it */
    public void run(Runnable work) {
        past.execute(work);
    }

    Future<?> later(Runnable wake, long delayNanos) {
        return timer.schedule(wake, delayNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        live.shutdownNow();
        past.shutdownNow();
        try {
            live.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            past.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
