package io.dayreel.streamer.timeline;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;

/**
 * The frames before and after are not adjacent.
 *
 * @param fromMicros capture time of the frame before
 * @param toMicros capture time of the frame after
 * @param day of the frame after
 * @param run of the frame after
 * @param missing counters of that run that are not there; empty if nothing was recorded in between
 */
public record Gap(long fromMicros, long toMicros, Day day, int run, CounterRanges missing) {}
