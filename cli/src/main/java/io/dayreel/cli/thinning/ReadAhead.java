package io.dayreel.cli.thinning;

import io.dayreel.cli.source.CaptureSource;
import io.dayreel.cli.source.CapturedFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads a source on a thread of its own, at most {@value #FRAMES} frames ahead, and then waits: so that it can be noticed
 * that nothing comes.
 */
final class ReadAhead implements AutoCloseable {
    private static final int FRAMES = 64;
    private static final long CHECK_MILLIS = 500;
    private static final long CLOSE_WAIT_MILLIS = 2000;

    /** What the source did. */
    sealed interface Step {}

    /** It gave a frame. */
    record Next(CapturedFrame frame) implements Step {}

    /** It has ended, well if there is no failure. */
    record End(Optional<Exception> failure) implements Step {}

    private final CaptureSource source;
    private final BlockingQueue<Step> steps = new ArrayBlockingQueue<>(FRAMES);
    private final Thread thread = new Thread(this::read, "dayreel-cli-thinning");
    private volatile boolean closed;

    /** @param source owned from here on */
    ReadAhead(CaptureSource source) {
        this.source = source;
        thread.setDaemon(true);
        thread.start();
    }

    /** The next step; empty if nothing came for so long, as far as that may say anything. */
    Optional<Step> next(Duration silence) throws InterruptedException {
        if (source.live()) {
            return Optional.ofNullable(steps.poll(silence.toMillis(), TimeUnit.MILLISECONDS));
        }
        return Optional.of(steps.take());
    }

    private void read() {
        Optional<Exception> failure = Optional.empty();
        try {
            Optional<CapturedFrame> next = source.next();
            while (next.isPresent() && offer(new Next(next.get()))) {
                next = source.next();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException broken) {
            failure = Optional.of(broken);
        }
        end(new End(failure));
    }

    private boolean offer(Step step) throws InterruptedException {
        while (!closed) {
            if (steps.offer(step, CHECK_MILLIS, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /** Whoever reads finds it behind all frames, or, once closed, in the place of some. */
    private void end(End end) {
        while (!steps.offer(end)) {
            if (closed) {
                steps.poll();
            } else {
                try {
                    offer(end);
                    return;
                } catch (InterruptedException stop) {
                    closed = true;
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        source.close();
        try {
            thread.join(CLOSE_WAIT_MILLIS);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
