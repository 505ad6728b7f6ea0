package io.dayreel.tail;

/**
 * What a tail holds of one run; times in µs. Frames between the counters may be missing.
 *
 * @param ended whether the frame with the last counter ends the run
 */
public record TailRun(
        int run, long firstCounter, long lastCounter, long firstTimeMicros, long lastTimeMicros, boolean ended) {}
