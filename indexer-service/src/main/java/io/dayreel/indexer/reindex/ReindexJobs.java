package io.dayreel.indexer.reindex;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.store.ObjectStore;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The reindex jobs of this instance: one at a time, on a thread of its own, and the last {@link #REMEMBERED} results,
 * which are lost with the process. Thread-safe.
 */
public final class ReindexJobs implements AutoCloseable {
    /** Jobs whose end can still be asked for. */
    public static final int REMEMBERED = 20;

    private static final LogEvents LOG = LogEvents.of(ReindexJobs.class);
    private static final long CLOSE_MILLIS = 5_000;

    private final Catalogue catalogue;
    private final ObjectStore store;
    private final InstantSource clock;
    private final String instance;
    private final Deque<ReindexTally> jobs = new ArrayDeque<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private Optional<Thread> thread = Optional.empty();

    /** What the catalogue knows, and where announcements go. As in the methods of {@link ReindexRun.Surroundings}. */
    public interface Catalogue {
        List<StreamId> streams(String tenant);

        Set<String> segmentKeys(StreamId stream);

        OptionalInt newestManifest(StreamId stream);

        CompletableFuture<Void> send(SegmentRecord record);
    }

    public ReindexJobs(Catalogue catalogue, ObjectStore store, InstantSource clock, String instance) {
        this.catalogue = catalogue;
        this.store = store;
        this.clock = clock;
        this.instance = instance;
    }

    /** Begins a reindex of a tenant. @return its beginning; empty if one is running in this instance */
    public synchronized Optional<ReindexProgress> start(String tenant) {
        if (closing.getCount() == 0 || jobs.stream().anyMatch(ReindexTally::isRunning)) {
            return Optional.empty();
        }
        ReindexTally tally = new ReindexTally(UUID.randomUUID().toString(), tenant, clock.instant());
        jobs.addFirst(tally);
        while (jobs.size() > REMEMBERED) {
            jobs.removeLast();
        }
        Thread worker = new Thread(() -> run(tally), "dayreel-indexer-reindex");
        worker.setDaemon(true);
        worker.start();
        thread = Optional.of(worker);
        return Optional.of(tally.progress());
    }

    /** A tenant's jobs in this instance, the newest first. */
    public synchronized List<ReindexProgress> of(String tenant) {
        return jobs.stream()
                .filter(job -> job.tenant().equals(tenant))
                .map(ReindexTally::progress)
                .toList();
    }

    private void run(ReindexTally tally) {
        LOG.info(
                "reindex-started",
                "tenant",
                tally.tenant(),
                "id",
                tally.progress().id());
        try {
            new ReindexRun(new Surroundings(), tally).run();
            tally.succeeded(clock.instant());
        } catch (InterruptedException e) {
            tally.failed(clock.instant(), "the service stopped");
        } catch (Exception e) {
            LOG.warn("reindex-failed", e, "tenant", tally.tenant());
            tally.failed(clock.instant(), String.valueOf(e.getMessage()));
        }
        ReindexProgress end = tally.progress();
        LOG.info(
                "reindex-ended",
                "tenant",
                tally.tenant(),
                "state",
                end.state(),
                "objects",
                end.objects(),
                "announced",
                end.announced(),
                "sealed",
                end.sealed(),
                "unreadable",
                end.unreadable(),
                "missing",
                end.missing());
    }

    /** Ends a running job, which then has failed, within 5 s. */
    @Override
    public void close() {
        closing.countDown();
        Optional<Thread> running;
        synchronized (this) {
            running = thread;
        }
        if (running.isEmpty()) {
            return;
        }
        running.get().interrupt();
        try {
            running.get().join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Surroundings implements ReindexRun.Surroundings {
        @Override
        public ObjectStore store() {
            return store;
        }

        @Override
        public InstantSource clock() {
            return clock;
        }

        @Override
        public String instance() {
            return instance;
        }

        @Override
        public List<StreamId> streams(String tenant) {
            return catalogue.streams(tenant);
        }

        @Override
        public Set<String> segmentKeys(StreamId stream) {
            return catalogue.segmentKeys(stream);
        }

        @Override
        public OptionalInt newestManifest(StreamId stream) {
            return catalogue.newestManifest(stream);
        }

        @Override
        public CompletableFuture<Void> send(SegmentRecord record) {
            return catalogue.send(record);
        }

        @Override
        public void pause() throws InterruptedException {
            if (closing.await(1, TimeUnit.SECONDS)) {
                throw new InterruptedException("the service stops");
            }
        }
    }
}
