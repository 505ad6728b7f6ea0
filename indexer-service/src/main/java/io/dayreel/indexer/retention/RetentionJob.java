package io.dayreel.indexer.retention;

import io.dayreel.contracts.http.TryAgainException;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.rounds.Rounds;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.store.ObjectStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Does a round of retention again and again, on a thread of its own, while this instance is the one that does it for
 * all. Keeps nothing between rounds: what a round leaves unfinished, the next finds in the catalogue, here or on another
 * instance.
 */
public final class RetentionJob implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(RetentionJob.class);

    private final RetentionRules rules;
    private final Surroundings surroundings;
    private final RetentionFigures figures;
    private final SegmentDeletion deletion;
    private final Rounds rounds;

    /** What the job needs of the service. */
    public interface Surroundings {
        /** Whether this instance does the rounds. */
        boolean isInCharge();

        /** @throws TryAgainException unless every instance answers: a part is never taken for the whole */
        List<RetentionShare> shares();

        /** Room on the store's disk; empty for a store that does not tell. */
        OptionalLong freeBytes();

        InstantSource clock();

        /** Writes to the topic {@code segments}. @return done once Kafka confirmed it */
        CompletableFuture<Void> send(SegmentRecord record);
    }

    public RetentionJob(
            RetentionRules rules,
            Duration period,
            Surroundings surroundings,
            ObjectStore store,
            RetentionFigures figures) {
        this.rules = rules;
        this.surroundings = surroundings;
        this.figures = figures;
        this.deletion = new SegmentDeletion(surroundings::send, store, figures);
        this.rounds = new Rounds("dayreel-indexer-retention", period, this::tryRound);
    }

    public void start() {
        rounds.start();
    }

    private void tryRound() throws InterruptedException {
        try {
            if (surroundings.isInCharge()) {
                round();
            } else {
                figures.total(0);
            }
        } catch (TryAgainException e) {
            LOG.debug("retention-waits", "reason", e.getMessage());
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.warn("retention-round-failed", e);
        }
    }

    private void round() throws InterruptedException, ExecutionException, TimeoutException {
        List<RetentionShare> shares = surroundings.shares();
        figures.total(shares.stream().mapToLong(RetentionShare::totalBytes).sum());
        for (RetentionShare share : shares) {
            deletion.finish(share.unfinished());
        }
        RetentionPlan plan = new RetentionPlan(rules);
        deletion.delete(plan.steps(
                shares, surroundings.freeBytes(), surroundings.clock().instant()));
    }

    /** Stops before the next deletion's announcement, within 5 s. */
    @Override
    public void close() {
        rounds.close();
    }
}
