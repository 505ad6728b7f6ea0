package io.dayreel.streamer.media;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that make media and playlists; each waits for archive and network at times. Close it. */
public final class MediaPool implements AutoCloseable {
    private static final long CLOSE_SECONDS = 5;
    private static final int WAITING_PER_THREAD = 64;

    private final ThreadPoolExecutor threads;

    public MediaPool(int size) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                size, size, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(size * WAITING_PER_THREAD), task -> {
                    Thread thread = new Thread(task, "dayreel-streamer-media-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** @throws RejectedExecutionException if too much waits already */
    public void run(Runnable work) {
        threads.execute(work);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
