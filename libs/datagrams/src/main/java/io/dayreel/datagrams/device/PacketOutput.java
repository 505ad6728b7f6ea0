package io.dayreel.datagrams.device;

/** The device's socket, for sending. */
@FunctionalInterface
public interface PacketOutput {
    /** Sends a datagram, or drops it where that cannot be done at once. The array is reused afterwards. */
    void send(byte[] datagram, int length);
}
