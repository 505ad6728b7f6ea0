package io.dayreel.benchmarks;

import io.dayreel.benchmarks.cloud.Installation;
import io.dayreel.benchmarks.load.LoadProcess;
import io.dayreel.benchmarks.process.ProcessUse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * What every measurement works on.
 *
 * @param directory for all processes' data and logs
 * @param day of all frames, days since 1970-01-01
 */
record Bench(Plan plan, Path directory, Installation installation, LoadProcess load, int day) {
    private static final Duration QUIET_LIMIT = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final double QUIET_CPU_SECONDS = 0.25;

    /** Waits, a minute at most, until the installation does nothing any more that an earlier measurement left. */
    void awaitQuiet() {
        long deadline = System.nanoTime() + QUIET_LIMIT.toNanos();
        double used = Double.MAX_VALUE;
        while (used > QUIET_CPU_SECONDS && System.nanoTime() < deadline) {
            double before = total(ProcessUse.cpuSeconds(installation.pids()));
            LockSupport.parkNanos(LOOK.toNanos());
            used = total(ProcessUse.cpuSeconds(installation.pids())) - before;
        }
    }

    static double total(Map<String, Double> each) {
        return each.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** Tells how it goes on, apart from the result. */
    void progress(String text) {
        System.err.println(text);
    }
}
