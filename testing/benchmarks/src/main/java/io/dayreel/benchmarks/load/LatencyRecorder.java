package io.dayreel.benchmarks.load;

import io.dayreel.benchmarks.load.LoadResult.Latency;
import org.HdrHistogram.Histogram;

/**
 * Latencies from intended times. What had to wait because something before it was late counts its wait too, so that
 * coordinated omission does not arise. Used on one thread.
 */
final class LatencyRecorder {
    private static final long MAX_MICROS = 60_000_000;
    private static final double MICROS_PER_MILLI = 1000.0;

    private final Histogram micros = new Histogram(1, MAX_MICROS, 3);

    void record(long intendedNanos, long nowNanos) {
        micros.recordValue(Math.max(1, Math.min(MAX_MICROS, (nowNanos - intendedNanos) / 1000)));
    }

    Latency summary() {
        return new Latency(
                micros.getTotalCount(),
                micros.getValueAtPercentile(50) / MICROS_PER_MILLI,
                micros.getValueAtPercentile(99) / MICROS_PER_MILLI,
                micros.getValueAtPercentile(99.9) / MICROS_PER_MILLI,
                micros.getMaxValue() / MICROS_PER_MILLI);
    }
}
