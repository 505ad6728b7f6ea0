package io.dayreel.benchmarks.ingest;

/** One way of making the same bytes durable while two readers read them. */
public interface Contender {
    /** How tables call it. */
    String name();

    /**
     * Warms up and measures once.
     *
     * @param round number of this measurement, different each time
     * @throws IllegalStateException if something failed or took too long
     */
    IngestRound measure(int round) throws InterruptedException;
}
