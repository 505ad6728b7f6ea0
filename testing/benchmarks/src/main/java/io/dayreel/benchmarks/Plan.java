package io.dayreel.benchmarks;

import java.time.Duration;

/**
 * How much is measured.
 *
 * @param repeats of each measurement, in turns
 * @param ingestBytes of one round of durable ingest
 * @param singleRunBytes of the one run whose PUT requests are counted
 * @param fixedLoad how long the realistic load lasts
 * @param latency how long one round of the latency measurement lasts
 * @param idle how long the installation is watched doing nothing
 * @param profile whether ingest and writer are profiled at the end
 */
record Plan(
        int repeats,
        long ingestBytes,
        long singleRunBytes,
        Duration fixedLoad,
        Duration latency,
        Duration idle,
        boolean profile) {
    /** Bytes before each round, so that every process is warm. */
    static final double WARM_UP_SHARE = 0.15;

    static Plan full() {
        return new Plan(
                5,
                1_000_000_000L,
                2_000_000_000L,
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                true);
    }

    /** About a minute; shows that everything works, not how fast it is. */
    static Plan quick() {
        return new Plan(
                1,
                250_000_000L,
                150_000_000L,
                Duration.ofSeconds(8),
                Duration.ofSeconds(5),
                Duration.ofSeconds(3),
                false);
    }

    /** Of the film whose upload is measured. */
    long filmBytes() {
        return ingestBytes / 10;
    }

    /** Of each of several uploads at once. */
    long uploadBytes() {
        return ingestBytes;
    }

    Plan withRepeats(int number) {
        return new Plan(number, ingestBytes, singleRunBytes, fixedLoad, latency, idle, profile);
    }

    /** Of one round of durable ingest. */
    Plan withIngestBytes(long bytes) {
        return new Plan(repeats, bytes, singleRunBytes, fixedLoad, latency, idle, profile);
    }

    /** 0 leaves that measurement out. */
    Plan withSingleRunBytes(long bytes) {
        return new Plan(repeats, ingestBytes, bytes, fixedLoad, latency, idle, profile);
    }

    Plan withProfile() {
        return new Plan(repeats, ingestBytes, singleRunBytes, fixedLoad, latency, idle, true);
    }
}
