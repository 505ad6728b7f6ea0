package io.dayreel.cli.upload;

import io.dayreel.cli.socket.Backoff;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * When to try again, for all that send at the same time: with growing waits, at least as long as the server asks, and not
 * any more when nothing has got through for the patience. The user is told of the first of several failures.
 * Thread-safe.
 */
final class Attempts implements AutoCloseable {
    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private final Duration patience;
    private final Consumer<String> notes;
    private final AtomicLong progressNanos = new AtomicLong(System.nanoTime());
    private final CountDownLatch closed = new CountDownLatch(1);
    private boolean failing;

    /** @param notes for the user, called by whichever thread fails */
    Attempts(Duration patience, Consumer<String> notes) {
        this.patience = patience;
        this.notes = notes;
    }

    Backoff backoff() {
        return new Backoff(FIRST, LONGEST, new Random());
    }

    /** Tells the user something. */
    void note(String text) {
        notes.accept(text);
    }

    /** Something got through. */
    void progress() {
        progressNanos.set(System.nanoTime());
    }

    /** An answer came: the next failure is told again. */
    synchronized void works() {
        progress();
        if (failing) {
            failing = false;
            notes.accept("it goes on");
        }
    }

    /**
     * Waits before the next attempt.
     *
     * @param atLeast as the server asks
     * @throws IOException with the reason, if the patience is over, or it is closed
     */
    void pause(Backoff backoff, String reason, Duration atLeast) throws IOException, InterruptedException {
        Duration silent = Duration.ofNanos(System.nanoTime() - progressNanos.get());
        if (silent.compareTo(patience) > 0) {
            throw new IOException(reason + "; nothing got through for " + patience.toSeconds()
                    + " s. The same command goes on where this one was.");
        }
        tell(reason);
        Duration wait = backoff.next();
        Duration longer = wait.compareTo(atLeast) < 0 ? atLeast : wait;
        if (closed.await(longer.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException(reason);
        }
    }

    /** Nobody waits or tries again. */
    @Override
    public void close() {
        closed.countDown();
    }

    private synchronized void tell(String reason) {
        if (!failing) {
            failing = true;
            notes.accept(reason + "; trying again");
        }
    }
}
