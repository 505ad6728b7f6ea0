package io.dayreel.ingest.udp;

import java.net.SocketAddress;

/**
 * The rate of packets from each source that no session answers to. A table of fixed size: sources that share a slot
 * share a rate, and a salt keeps an attacker from choosing them. Not thread-safe.
 */
final class SourceRates {
    private static final int SLOTS = 1 << 14;

    private final PacketRate rate;
    private final long salt;
    private final long[] states = new long[SLOTS];

    SourceRates(PacketRate rate, long salt) {
        this.rate = rate;
        this.salt = salt;
    }

    /** Counts a packet, if the rate admits it. */
    boolean admits(SocketAddress source, long nowNanos) {
        long mixed = (source.hashCode() ^ salt) * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 50);
        if (!rate.admits(states[slot], nowNanos)) {
            return false;
        }
        states[slot] = rate.after(states[slot], nowNanos);
        return true;
    }
}
