package io.dayreel.datagrams.device;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;

/** What a device is told, on the thread that calls the uplink. Must not call the uplink back. */
public interface UplinkListener {
    /** The server has all of a message. Nothing is durable yet: wait for {@link #acknowledged}, else send it over TCP. */
    void arrived(long id);

    /** A message did not arrive within its latency budget and is sent no more: send it over TCP. */
    void givenUp(long id);

    /**
     * Frames are durable. Repeats are normal.
     *
     * @param level 1 received · 2 replicated · 3 archived
     */
    void acknowledged(int level, Day day, int run, CounterRanges ranges);
}
