package io.dayreel.writer.archive;

import io.dayreel.protocol.segment.SegmentReader;
import io.dayreel.protocol.segment.StoredConfiguration;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectSummary;
import io.dayreel.store.SegmentKey;
import io.dayreel.writer.spool.EarlierConfigurations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads configurations from the footers of a run's newest segments, on a thread of its own. Whoever needs them waits at
 * most {@value #PATIENCE_MILLIS} ms, and after one wait in vain not at all until the store answered again, so that a
 * store that is away holds up no consumption. More than {@value #MAX_WAITING} look-ups at a time are not begun.
 */
final class StoredConfigurations implements EarlierConfigurations, AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(StoredConfigurations.class);
    private static final long PATIENCE_MILLIS = 2_000;
    private static final int MAX_WAITING = 1_000;

    /** More than one, since a track may have paused in the newest. */
    private static final int SEGMENTS_READ = 3;

    private final ObjectStore store;
    private final ThreadPoolExecutor thread;
    private volatile boolean slow;

    /** @param store not closed with this */
    StoredConfigurations(ObjectStore store) {
        this.store = store;
        this.thread = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), task -> {
            Thread reading = new Thread(task, "dayreel-writer-configurations");
            reading.setDaemon(true);
            return reading;
        });
    }

    @Override
    public Search search(StreamId stream, int run) {
        try {
            CompletableFuture<List<StoredConfiguration>> found =
                    CompletableFuture.supplyAsync(() -> find(stream, run), thread);
            return () -> await(stream, found);
        } catch (RejectedExecutionException e) {
            return Optional::empty;
        }
    }

    private List<StoredConfiguration> find(StreamId stream, int run) {
        Deque<ObjectSummary> newest = new ArrayDeque<>();
        for (ObjectSummary each : store.listAll("%s/%05d-".formatted(stream, run))) {
            if (SegmentKey.tryParse(each.key()).isPresent()) {
                newest.addLast(each);
            }
            if (newest.size() > SEGMENTS_READ) {
                newest.removeFirst();
            }
        }
        List<StoredConfiguration> found = new ArrayList<>();
        for (ObjectSummary each : newest) {
            found.addAll(read(each));
        }
        slow = false;
        return found;
    }

    private List<StoredConfiguration> read(ObjectSummary object) {
        try (StoredObject bytes = new StoredObject(store, object.key(), object.size())) {
            return new SegmentReader(bytes).configurations();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<List<StoredConfiguration>> await(
            StreamId stream, CompletableFuture<List<StoredConfiguration>> found) {
        try {
            return Optional.of(found.get(slow ? 0 : PATIENCE_MILLIS, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            slow = true;
        } catch (CancellationException | ExecutionException e) {
            LOG.warn("earlier-configurations-not-read", "stream", stream, "reason", e.getMessage());
        }
        return Optional.empty();
    }

    /** Gives up what is being looked up. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
