package io.dayreel.benchmarks.load;

/**
 * What came of an order; warm-up left out.
 *
 * @param seconds from the first message to the last acknowledgement
 * @param bytes of frames that were acknowledged
 * @param acknowledged from a message's intended time to its acknowledgement
 * @param viewed from a message's intended time to each of its frames' arrival at a viewer
 * @param skipped times that a viewer was told to have been too slow
 */
public record LoadResult(
        double seconds, long bytes, long frames, long messages, Latency acknowledged, Latency viewed, long skipped) {

    /** Percentiles in milliseconds of {@code count} values; all zero without any. */
    public record Latency(long count, double p50, double p99, double p999, double max) {}

    /** Millions of bytes a second. */
    public double megabytesPerSecond() {
        return bytes / 1e6 / seconds;
    }
}
