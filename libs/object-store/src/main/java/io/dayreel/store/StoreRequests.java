package io.dayreel.store;

import java.util.Locale;

/**
 * Told of every request to a store, on the thread that made it, when its answer is there; must be quick and must not
 * throw. A service binds its metrics here.
 */
public interface StoreRequests {
    /**
     * A request other than a put.
     *
     * @param durationNanos until the answer; for a get until its stream could be read
     * @param outcome how it ended
     */
    void answered(StoreOperation operation, Outcome outcome, long durationNanos);

    /**
     * A put of any kind, also one that failed; each was one request to be paid for.
     *
     * @param bytes size of the object
     */
    void put(StoreOperation operation, PutReason reason, long bytes, Outcome outcome, long durationNanos);

    /** How a request ended. */
    enum Outcome {
        DONE,
        NOT_FOUND,
        PRECONDITION_FAILED,
        UNAVAILABLE,
        REFUSED,
        BROKEN;

        /** Lower case with hyphens: the value of a metric's label. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Outcome of(RuntimeException failure) {
            if (failure instanceof ObjectStoreException.NotFound) {
                return NOT_FOUND;
            }
            if (failure instanceof ObjectStoreException.PreconditionFailed) {
                return PRECONDITION_FAILED;
            }
            if (failure instanceof ObjectStoreException.Unavailable) {
                return UNAVAILABLE;
            }
            return failure instanceof ObjectStoreException.Refused ? REFUSED : BROKEN;
        }
    }
}
