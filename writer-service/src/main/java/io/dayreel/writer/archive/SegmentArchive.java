package io.dayreel.writer.archive;

import io.dayreel.runtime.log.LogEvents;
import io.dayreel.store.ObjectBody;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreException;
import io.dayreel.writer.archive.ArchivingSegment.State;
import io.dayreel.writer.figures.WriterFigures;
import io.dayreel.writer.figures.WriterFigures.Count;
import io.dayreel.writer.spool.EarlierConfigurations;
import io.dayreel.writer.spool.SpooledSegment;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stores closed segments, each with one PUT, and never overwrites an object: the key names the content, so that a
 * repeated attempt with the same bytes finds the first object (I4). A failed attempt is repeated for ever, later and
 * later; meanwhile it takes no thread, so that a slow or refusing store holds up only what waits for it.
 *
 * <p>All methods belong to one thread, which owns the segments; attempts run on {@code threads} threads of its own.
 */
public final class SegmentArchive implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(SegmentArchive.class);
    private static final long CLOSE_LIMIT_MILLIS = 1_000;
    private static final long PROBE_EVERY_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long PROBE_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final ObjectStore store;
    private final StoredConfigurations configurations;
    private final RetryPauses pauses;
    private final WriterFigures figures;
    private final int threads;
    private final ThreadPoolExecutor pool;
    private final Set<ArchivingSegment> unfinished = new LinkedHashSet<>();
    private final BlockingQueue<Attempt> done;
    private int running;
    private Optional<String> latestFailure = Optional.empty();
    private volatile Optional<String> probeFailure = Optional.of("the store was not asked yet");
    private volatile boolean probing;
    private long probeAtNanos = System.nanoTime();

    private record Attempt(ArchivingSegment segment, Optional<RuntimeException> failure) {}

    /** @param store not closed with this */
    public SegmentArchive(ObjectStore store, int threads, RetryPauses pauses, WriterFigures figures) {
        this.store = store;
        this.configurations = new StoredConfigurations(store);
        this.pauses = pauses;
        this.figures = figures;
        this.threads = threads;
        this.done = new ArrayBlockingQueue<>(threads);
        AtomicInteger number = new AtomicInteger();
        this.pool = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(threads + 1), task -> {
                    Thread thread = new Thread(task, "dayreel-writer-archive-" + number.getAndIncrement());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** What segments that were stored before hold, in case a segment has to hold it too. */
    public EarlierConfigurations earlierConfigurations() {
        return configurations;
    }

    /** Takes over a segment; {@link #advance} stores it. */
    public ArchivingSegment add(SpooledSegment segment) {
        ArchivingSegment archiving = new ArchivingSegment(segment, System.nanoTime());
        unfinished.add(archiving);
        return archiving;
    }

    /** Notes which attempts ended, and begins those that are due. Does not wait. */
    public void advance() {
        for (Attempt attempt = done.poll(); attempt != null; attempt = done.poll()) {
            ended(attempt);
        }
        begin();
        probeIfIdle();
    }

    /** As {@link #advance}, but waits for the end of an attempt that is under way. */
    public void awaitAttempt(long millis) throws InterruptedException {
        begin();
        Attempt attempt = running == 0 ? null : done.poll(millis, TimeUnit.MILLISECONDS);
        if (attempt != null) {
            ended(attempt);
        }
        advance();
    }

    private void begin() {
        long now = System.nanoTime();
        Iterator<ArchivingSegment> segments = unfinished.iterator();
        while (running < threads && segments.hasNext()) {
            ArchivingSegment segment = segments.next();
            if (segment.state() instanceof State.Waiting waiting && now - waiting.notBeforeNanos() >= 0) {
                segment.become(new State.Storing(waiting.failures()));
                running++;
                boolean askFirst = waiting.failures() > 0 || segment.segment().replayed();
                pool.execute(() -> attempt(segment, askFirst));
            }
        }
    }

    /** A store that nothing is sent to is asked now and then, so that health shows what is wrong before data waits. */
    private void probeIfIdle() {
        long now = System.nanoTime();
        long since = probeFailure.isPresent() ? 0 : PROBE_EVERY_NANOS - PROBE_AGAIN_NANOS;
        if (!probing && unfinished.isEmpty() && now - probeAtNanos >= since) {
            probing = true;
            probeAtNanos = now + PROBE_AGAIN_NANOS;
            pool.execute(this::probe);
        }
    }

    private void probe() {
        try {
            store.probe();
            probeFailure = Optional.empty();
        } catch (RuntimeException e) {
            probeFailure = Optional.of(String.valueOf(e.getMessage()));
        } finally {
            probing = false;
        }
    }

    private void attempt(ArchivingSegment segment, boolean askFirst) {
        Optional<RuntimeException> failure = Optional.empty();
        try {
            store(segment.segment(), askFirst);
        } catch (RuntimeException e) {
            failure = Optional.of(e);
        }
        done.add(new Attempt(segment, failure)); // has room: at most as many attempts as threads are under way
    }

    private void store(SpooledSegment segment, boolean askFirst) {
        String key = segment.key().toString();
        if (askFirst && isThere(key, segment.size())) {
            return;
        }
        boolean created = store.createIfAbsent(
                key, ObjectBody.consume(segment.file()), segment.reason().putReason());
        if (!created && !isThere(key, segment.size())) {
            throw new ObjectStoreException.Refused("object " + key
                    + " exists with another size; its key says that its content is the same. Move it away");
        }
    }

    private boolean isThere(String key, long size) {
        return store.head(key).filter(found -> found.size() == size).isPresent();
    }

    private void ended(Attempt attempt) {
        running--;
        ArchivingSegment segment = attempt.segment;
        if (segment.state() instanceof State.Abandoned) {
            finish(segment, segment.state());
            segment.segment().release();
        } else if (attempt.failure.isEmpty()) {
            probeFailure = Optional.empty();
            finish(segment, new State.Stored());
        } else if (attempt.failure.get() instanceof ObjectStoreException failure) {
            repeat(segment, failure);
        } else {
            LOG.error(
                    "segment-lost-from-spool",
                    attempt.failure.get(),
                    "key",
                    segment.segment().key());
            finish(segment, new State.Lost(String.valueOf(attempt.failure.get().getMessage())));
        }
    }

    private void repeat(ArchivingSegment segment, ObjectStoreException failure) {
        figures.count(Count.STORE_RETRIES);
        int failures = segment.failures() + 1;
        long pauseMillis = pauses.afterFailures(failures);
        LOG.warn(
                "segment-not-stored",
                "key",
                segment.segment().key(),
                "failures",
                failures,
                "retryMillis",
                pauseMillis,
                "reason",
                failure.getMessage());
        latestFailure = Optional.of(failure.getMessage());
        segment.become(new State.Waiting(failures, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pauseMillis)));
    }

    private void finish(ArchivingSegment segment, State state) {
        segment.become(state);
        unfinished.remove(segment);
    }

    /** Gives a segment up: its file is deleted as soon as no attempt reads it. */
    public void abandon(ArchivingSegment segment) {
        boolean storing = segment.state() instanceof State.Storing;
        segment.become(new State.Abandoned());
        if (!storing) {
            unfinished.remove(segment);
            segment.segment().release();
        }
    }

    /** What the store said last of a segment that still waits, or when it was last asked for a sign of life. */
    public Optional<String> problem() {
        return isFailing() ? latestFailure : probeFailure;
    }

    /** Whether an attempt to store a segment that still waits failed. */
    public boolean isFailing() {
        return unfinished.stream().anyMatch(segment -> segment.failures() > 0);
    }

    /** Segments that were added and not stored yet, also those that were given up and are still being stored. */
    public List<ArchivingSegment> unfinished() {
        return new ArrayList<>(unfinished);
    }

    /** Interrupts attempts under way, and waits a second for them. What they stored stays, unannounced. */
    @Override
    public void close() {
        configurations.close();
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(CLOSE_LIMIT_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.warn("archive-attempts-still-running", "attempts", running);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
