package io.dayreel.tail;

/**
 * A place of a run where reading can start.
 *
 * @param counter of the first frame of a stretch of frames that came together
 * @param timeMicros the least decode time in that stretch, µs
 */
public record TailMark(long counter, long timeMicros) {}
