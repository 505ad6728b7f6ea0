package io.dayreel.indexer.reindex;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a reindex is: the job resource.
 *
 * @param finishedAt absent while it runs
 * @param objects segment objects seen
 * @param bytes their size
 * @param known objects that the catalogue knew
 * @param announced objects that were announced, each confirmed by Kafka
 * @param sealed days whose newest manifest was announced
 * @param unreadable objects without a valid footer; their frames cannot be played until they are repaired
 * @param missing segments that the catalogue lists and the store does not hold
 * @param current the day that is looked at
 * @param problems the first {@link #MAX_PROBLEMS} unreadable and missing objects, by key
 */
public record ReindexProgress(
        String id,
        State state,
        Instant startedAt,
        Optional<Instant> finishedAt,
        long objects,
        long bytes,
        long known,
        long announced,
        long sealed,
        long unreadable,
        long missing,
        Optional<String> current,
        List<ObjectProblem> problems) {
    /** Problems that are named; all are counted. */
    public static final int MAX_PROBLEMS = 100;

    public ReindexProgress {
        problems = List.copyOf(problems);
    }

    /** The life of a job; all but {@code running} are its end. */
    public enum State {
        RUNNING,
        SUCCEEDED,
        /** Its last problem says why. What was announced stays; another reindex goes on. */
        FAILED
    }

    public record ObjectProblem(String key, String problem) {}
}
