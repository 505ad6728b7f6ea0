package io.dayreel.sync.repair;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;

/**
 * What a device was asked for and has not yet sent.
 *
 * @param ranges what is still waited for
 * @param session the connection that was asked: with another one the request may be lost
 * @param askedMillis when it was asked
 * @param untilMillis how far the partition's watermark must be before the request counts as fruitless
 */
public record Ask(
        String request, Day day, int run, CounterRanges ranges, String session, long askedMillis, long untilMillis) {

    /** The same request, with what is still to come. */
    public Ask waitingFor(CounterRanges rest) {
        return new Ask(request, day, run, rest, session, askedMillis, untilMillis);
    }
}
