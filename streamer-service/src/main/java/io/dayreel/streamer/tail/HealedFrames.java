package io.dayreel.streamer.tail;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.StreamId;

/**
 * Frames that came after later ones of their run.
 *
 * @param ranges their counters; not to be changed
 * @param fromMicros smallest capture time, µs
 * @param toMicros largest capture time, µs
 * @param reordered whether they were overtaken by moments only, as frames on their way often are, so that only those
 *     care who were told of the hole
 */
public record HealedFrames(
        StreamId stream, int run, CounterRanges ranges, long fromMicros, long toMicros, boolean reordered) {}
