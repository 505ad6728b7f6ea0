package io.dayreel.datagrams.server;

import java.net.SocketAddress;

/** Where a server's packets go. */
@FunctionalInterface
public interface DatagramOutput {
    /** Sends a packet, or drops it where that cannot be done at once. The array is reused afterwards. */
    void send(byte[] datagram, int length, SocketAddress to);
}
