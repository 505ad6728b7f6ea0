package io.dayreel.benchmarks.ingest;

import java.util.Map;

/**
 * One measurement of durable ingest.
 *
 * @param bytes confirmed
 * @param records confirmed
 * @param seconds from the first byte to the last confirmation
 * @param throughSeconds from the first byte until both readers had everything too
 * @param cpuSeconds used by each process but the load generator until then
 */
public record IngestRound(
        long bytes, long records, double seconds, double throughSeconds, Map<String, Double> cpuSeconds) {

    /** Millions of bytes a second until the last confirmation. */
    public double megabytesPerSecond() {
        return bytes / 1e6 / seconds;
    }

    /** Millions of bytes a second until the readers had everything. */
    public double throughMegabytesPerSecond() {
        return bytes / 1e6 / throughSeconds;
    }

    /** Records a second until the last confirmation. */
    public double recordsPerSecond() {
        return records / seconds;
    }

    /** CPU of all processes for a thousand million bytes. */
    public double cpuSecondsPerGigabyte() {
        return cpuSeconds.values().stream().mapToDouble(Double::doubleValue).sum() / (bytes / 1e9);
    }

    /** The same of one process; 0 if it took no part. */
    public double cpuSecondsPerGigabyte(String process) {
        return cpuSeconds.getOrDefault(process, 0.0) / (bytes / 1e9);
    }
}
