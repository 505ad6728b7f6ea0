package io.dayreel.indexer.rounds;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A thread that waits a period and does a round, until it is closed. Owned by whoever made it. */
public final class Rounds implements AutoCloseable {
    private static final long CLOSE_MILLIS = 5_000;

    private final Thread thread;
    private final Duration period;
    private final Round round;
    private final CountDownLatch closing = new CountDownLatch(1);

    /** What is done again and again. It bears its own failures: one that it throws ends the rounds. */
    @FunctionalInterface
    public interface Round {
        /** @throws InterruptedException once the rounds are closed */
        void run() throws InterruptedException;
    }

    /** @param period before the first round, and from the end of one to the beginning of the next */
    public Rounds(String threadName, Duration period, Round round) {
        this.period = period;
        this.round = round;
        this.thread = new Thread(this::run, threadName);
        this.thread.setDaemon(true);
    }

    /** Begins; once. */
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(period.toMillis(), TimeUnit.MILLISECONDS)) {
                round.run();
            }
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    /** Interrupts a round that is on, and waits for its end; at most 5 s. */
    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
