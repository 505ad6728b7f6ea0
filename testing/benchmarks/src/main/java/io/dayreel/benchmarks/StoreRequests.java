package io.dayreel.benchmarks;

import io.dayreel.benchmarks.cloud.Fleet;
import io.dayreel.benchmarks.cloud.Metrics;
import io.dayreel.benchmarks.cloud.Service;
import io.dayreel.benchmarks.load.LoadOrder;
import io.dayreel.benchmarks.load.LoadResult;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** PUT requests of one run without faults, from the writer's own metrics. */
final class StoreRequests {
    private static final String PUTS = "dayreel_writer_store_puts_total";
    private static final String PUT_BYTES = "dayreel_writer_store_put_bytes_total";
    private static final long SEGMENT_BYTES = 64L << 20;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration BETWEEN = Duration.ofMillis(250);

    private final Bench bench;

    StoreRequests(Bench bench) {
        this.bench = bench;
    }

    /** One camera sends a run as fast as acknowledged; returns the result as Markdown. */
    String measure() throws InterruptedException {
        Fleet fleet = new Fleet(bench.installation(), "one", bench.day());
        LoadOrder order = fleet.saturatingToTheEnd(
                1, bench.plan().singleRunBytes() / fleet.source().meanMessageBytes());
        Metrics before = bench.installation().metrics(Service.WRITER);
        LoadResult result = bench.load().run(order, () -> {}).result();
        Metrics after = await(before.sum(PUT_BYTES) + result.bytes());
        double puts = after.sum(PUTS) - before.sum(PUTS);
        double limit = 1.1 * result.bytes() / SEGMENT_BYTES + 1;
        return String.format(
                Locale.ROOT,
                "One run of %.0f MB: %.0f PUT requests (%.0f by size, %.0f at the end of the run), goal at most %.1f: %s; "
                        + "one connection alone was acknowledged %.1f MB/s.%n",
                result.bytes() / 1e6,
                puts,
                by("size", before, after),
                by("run-end", before, after),
                limit,
                puts <= limit ? "met" : "missed",
                result.megabytesPerSecond());
    }

    private static double by(String reason, Metrics before, Metrics after) {
        String label = "reason=\"" + reason + "\"";
        return after.sumOf(PUTS, label) - before.sumOf(PUTS, label);
    }

    private Metrics await(double bytes) {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        Metrics now = bench.installation().metrics(Service.WRITER);
        while (now.sum(PUT_BYTES) < bytes) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the run was not archived within " + LIMIT.toSeconds() + " s: "
                        + now.sum(PUT_BYTES) + " of " + bytes + " bytes");
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
            now = bench.installation().metrics(Service.WRITER);
        }
        return now;
    }
}
