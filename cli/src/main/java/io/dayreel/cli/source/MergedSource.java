package io.dayreel.cli.source;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Several sources as one, by capture time. Each is read on a thread of its own, at most {@value #READ_AHEAD} frames
 * ahead, and then waits. The earliest frame goes out when every source shows one or has ended; for a live source that
 * shows none it waits only so long from when it was read, or not at all if that source has been silent for
 * {@value #SILENT_MILLIS} ms, and what it brings later comes later. Ends when all have ended; fails as soon as one has
 * failed and what it had given before is out.
 *
 * <p>Put {@link PacedSource} around the merged source, not inside it.
 */
public final class MergedSource implements CaptureSource {

    private static final int READ_AHEAD = 64;
    private static final long CHECK_MILLIS = 500;
    private static final long CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(CHECK_MILLIS);
    private static final long SILENT_MILLIS = 2000;
    private static final long CLOSE_WAIT_MILLIS = 2000;

    private final List<Feed> feeds = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final long patienceNanos;
    private boolean closed;

    /**
     * @param sources owned from here on
     * @param patience how long a frame of one source waits for a live source that shows none
     */
    public MergedSource(List<CaptureSource> sources, Duration patience) {
        this.patienceNanos = patience.toNanos();
        for (CaptureSource source : sources) {
            feeds.add(new Feed(source));
        }
        feeds.forEach(feed -> feed.thread.start());
    }

    @Override
    public Optional<CapturedFrame> next() throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                throwFailure();
                Optional<Feed> earliest = earliest();
                long left = earliest.map(feed -> patienceNanos - feed.firstAgeNanos())
                        .orElse(Long.MAX_VALUE);
                if (earliest.isPresent() && feeds.stream().noneMatch(feed -> feed.isDue(left > 0))) {
                    changed.signalAll();
                    return Optional.of(earliest.get().frames.removeFirst().frame());
                } else if (earliest.isEmpty() && feeds.stream().allMatch(feed -> feed.ended)) {
                    return Optional.empty();
                }
                changed.await(Math.min(left > 0 ? left : CHECK_NANOS, CHECK_NANOS), TimeUnit.NANOSECONDS);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<Feed> earliest() {
        Feed earliest = null;
        for (Feed feed : feeds) {
            if (!feed.frames.isEmpty() && (earliest == null || feed.firstMicros() < earliest.firstMicros())) {
                earliest = feed;
            }
        }
        return Optional.ofNullable(earliest);
    }

    private void throwFailure() throws IOException {
        for (Feed feed : feeds) {
            if (feed.failure.isPresent() && feed.frames.isEmpty()) {
                Exception failure = feed.failure.get();
                throw failure instanceof CaptureException told
                        ? told
                        : new CaptureException("an input failed: " + failure.getMessage(), failure);
            }
        }
    }

    @Override
    public boolean live() {
        return feeds.stream().anyMatch(feed -> feed.source.live());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        feeds.forEach(Feed::close);
    }

    private record Held(CapturedFrame frame, long sinceNanos) {}

    /** One source and what has been read of it; everything but the source itself is under the lock. */
    private final class Feed {
        private final CaptureSource source;
        private final Deque<Held> frames = new ArrayDeque<>(READ_AHEAD);
        private long lastNanos = System.nanoTime();
        private final Thread thread;
        private boolean ended;
        private Optional<Exception> failure = Optional.empty();

        Feed(CaptureSource source) {
            this.source = source;
            this.thread = new Thread(this::read, "dayreel-cli-capture");
            this.thread.setDaemon(true);
        }

        long firstMicros() {
            return frames.getFirst().frame().timeMicros();
        }

        long firstAgeNanos() {
            return System.nanoTime() - frames.getFirst().sinceNanos();
        }

        /** Whether it may still show an earlier frame than the others. @param patient with a live source too */
        boolean isDue(boolean patient) {
            if (ended || !frames.isEmpty()) {
                return false;
            }
            boolean silent = System.nanoTime() - lastNanos > TimeUnit.MILLISECONDS.toNanos(SILENT_MILLIS);
            return !source.live() || patient && !silent;
        }

        private void read() {
            Optional<Exception> failed = Optional.empty();
            try {
                Optional<CapturedFrame> next = source.next();
                while (next.isPresent() && offer(next.get())) {
                    next = source.next();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException broken) {
                failed = Optional.of(broken);
            }
            end(failed);
        }

        /** Adds when there is room; false once the merged source is closed. */
        private boolean offer(CapturedFrame frame) throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (frames.size() >= READ_AHEAD && !closed) {
                    changed.await(CHECK_MILLIS, TimeUnit.MILLISECONDS);
                }
                lastNanos = System.nanoTime();
                frames.add(new Held(frame, lastNanos));
                changed.signalAll();
                return !closed;
            } finally {
                lock.unlock();
            }
        }

        private void end(Optional<Exception> reason) {
            lock.lock();
            try {
                ended = true;
                failure = reason;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        void close() {
            source.close();
            thread.interrupt();
            try {
                thread.join(CLOSE_WAIT_MILLIS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
