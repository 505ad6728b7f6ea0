package io.dayreel.cli.udp;

import io.dayreel.contracts.device.Level;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.util.Optional;

/** What a link sends, and who is told what becomes of it. All calls come on the link's thread, and must return soon. */
public interface UdpTraffic {
    /** From now on messages are taken. */
    void opened();

    /** Until {@link #opened} no messages are taken. @param reason for the user; empty where the same was said before */
    void paused(Optional<String> reason);

    /** The next message. @param maxBytes wanted; a single frame may be larger */
    Optional<UdpMessage> next(int maxBytes);

    /** A message did not arrive, or is too large: it has to go another way. */
    void givenUp(long id);

    /** Frames are durable. Repeats are normal. */
    void acknowledged(Level level, Day day, int run, CounterRanges ranges);

    /** Called a few times a second at least. */
    void tick(long nowNanos);
}
