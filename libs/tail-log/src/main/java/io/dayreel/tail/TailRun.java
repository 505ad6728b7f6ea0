package io.dayreel.tail;

/** What a tail holds of one run; times in µs. Frames between the counters may be missing. */
public record TailRun(int run, long firstCounter, long lastCounter, long firstTimeMicros, long lastTimeMicros) {}
