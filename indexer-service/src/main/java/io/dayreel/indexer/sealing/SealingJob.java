package io.dayreel.indexer.sealing;

import io.dayreel.contracts.http.TryAgainException;
import io.dayreel.indexer.rounds.Rounds;
import io.dayreel.protocol.manifest.ManifestFormatException;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.store.ObjectStoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Looks again and again at the days that this instance owns and that are due for sealing, on a thread of its own. Keeps
 * nothing that matters between rounds.
 */
public final class SealingJob implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(SealingJob.class);
    private static final int DAYS_PER_ROUND = 1000;
    private static final int PERIODS_BETWEEN_ATTEMPTS = 6;

    private final DaySealer sealer;
    private final Duration period;
    private final SealingSurroundings surroundings;
    private final SealingFigures figures;
    private final Map<StreamId, Long> notBeforeNanos = new HashMap<>();
    private final Rounds rounds;

    /**
     * @param period between rounds
     * @param patience how long announcements of received frames are waited for
     */
    public SealingJob(
            SealKey key, Duration period, Duration patience, SealingSurroundings surroundings, SealingFigures figures) {
        this.sealer = new DaySealer(key, patience, surroundings, figures);
        this.period = period;
        this.surroundings = surroundings;
        this.figures = figures;
        this.rounds = new Rounds("dayreel-indexer-sealing", period, this::round);
    }

    public void start() {
        rounds.start();
    }

    private void round() throws InterruptedException {
        List<StreamId> due;
        try {
            due = surroundings.owned().dueForSealing(DAYS_PER_ROUND);
        } catch (TryAgainException e) {
            LOG.debug("sealing-waits", "reason", e.getMessage());
            return;
        } catch (RuntimeException e) {
            LOG.warn("sealing-round-failed", e);
            return;
        }
        figures.due(due.size());
        notBeforeNanos.keySet().retainAll(due);
        for (StreamId stream : due) {
            Long notBefore = notBeforeNanos.get(stream);
            if (notBefore == null || System.nanoTime() - notBefore >= 0) {
                attempt(stream);
            }
        }
    }

    private void attempt(StreamId stream) throws InterruptedException {
        boolean pause = true;
        try {
            pause = sealer.attempt(stream);
        } catch (TryAgainException e) {
            LOG.debug("sealing-waits", "stream", stream, "reason", e.getMessage());
        } catch (ManifestFormatException e) {
            figures.failed();
            LOG.error("manifest-damaged", e, "stream", stream);
        } catch (ObjectStoreException | ExecutionException | TimeoutException | IllegalStateException e) {
            figures.failed();
            LOG.warn("day-not-sealed", "stream", stream, "reason", e.getMessage());
        } catch (RuntimeException e) {
            figures.failed();
            LOG.warn("day-not-sealed", e, "stream", stream);
        }
        if (pause) {
            notBeforeNanos.put(stream, System.nanoTime() + period.toNanos() * PERIODS_BETWEEN_ATTEMPTS);
        }
    }

    /** Stops before the next day, within 5 s. */
    @Override
    public void close() {
        rounds.close();
    }
}
