package io.dayreel.indexer.reindex;

import io.dayreel.indexer.reindex.ReindexProgress.ObjectProblem;
import io.dayreel.indexer.reindex.ReindexProgress.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts while a reindex runs. Thread-safe. */
final class ReindexTally {
    private final String id;
    private final String tenant;
    private final Instant startedAt;
    private final List<ObjectProblem> problems = new ArrayList<>();
    private State state = State.RUNNING;
    private Optional<Instant> finishedAt = Optional.empty();
    private Optional<String> current = Optional.empty();
    private long objects;
    private long bytes;
    private long known;
    private long announced;
    private long sealed;
    private long unreadable;
    private long missing;

    ReindexTally(String id, String tenant, Instant startedAt) {
        this.id = id;
        this.tenant = tenant;
        this.startedAt = startedAt;
    }

    String tenant() {
        return tenant;
    }

    synchronized void lookAt(String day) {
        current = Optional.of(day);
    }

    synchronized void object(long size) {
        objects++;
        bytes += size;
    }

    synchronized void known(long count) {
        known += count;
    }

    synchronized void announced(long count) {
        announced += count;
    }

    synchronized void sealed() {
        sealed++;
    }

    synchronized void unreadable(String key, String problem) {
        unreadable++;
        name(key, problem);
    }

    synchronized void missing(String key) {
        missing++;
        name(key, "it was announced, and the store does not hold it");
    }

    private void name(String key, String problem) {
        if (problems.size() < ReindexProgress.MAX_PROBLEMS) {
            problems.add(new ObjectProblem(key, problem));
        }
    }

    synchronized void succeeded(Instant now) {
        state = State.SUCCEEDED;
        finishedAt = Optional.of(now);
        current = Optional.empty();
    }

    synchronized void failed(Instant now, String reason) {
        state = State.FAILED;
        finishedAt = Optional.of(now);
        name(current.orElse(tenant), reason);
    }

    synchronized boolean isRunning() {
        return state == State.RUNNING;
    }

    synchronized ReindexProgress progress() {
        return new ReindexProgress(
                id,
                state,
                startedAt,
                finishedAt,
                objects,
                bytes,
                known,
                announced,
                sealed,
                unreadable,
                missing,
                current,
                problems);
    }
}
