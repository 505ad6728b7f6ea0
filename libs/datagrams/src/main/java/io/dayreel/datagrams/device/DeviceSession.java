package io.dayreel.datagrams.device;

import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.datagrams.keys.SessionKeys;
import io.dayreel.datagrams.packet.DatagramLayout;

/**
 * A session as {@code POST /v1/udp-sessions} answered. To be used in one uplink of one process: a device opens a new
 * session after any restart.
 *
 * @param session its number
 * @param epoch of its keys
 * @param maxDatagram 100–1200 bytes
 * @param maxMessageBytes largest message that the server puts together
 */
public record DeviceSession(long session, int epoch, SessionKeys keys, int maxDatagram, int maxMessageBytes) {
    private static final int MIN_DATAGRAM = 100;

    public DeviceSession {
        if (maxDatagram < MIN_DATAGRAM || maxDatagram > DatagramLayout.MAX_DATAGRAM || maxMessageBytes < 1) {
            throw new IllegalArgumentException("a datagram has 100–1200 bytes, not " + maxDatagram);
        }
        if (epoch < 0 || epoch > 0xFFFF) {
            throw new IllegalArgumentException("an epoch is 0–65535, not " + epoch);
        }
    }

    /**
     * @param session 16 hex digits
     * @param cipher name of the cipher
     * @throws IllegalArgumentException if something does not fit
     */
    public static DeviceSession of(String session, int epoch, String cipher, byte[] deviceKey, byte[] serverSecret) {
        CipherSuite suite = CipherSuite.named(cipher)
                .orElseThrow(() -> new IllegalArgumentException("the cipher " + cipher + " is not known here"));
        return new DeviceSession(
                Long.parseUnsignedLong(session, 16),
                epoch,
                SessionKeys.of(suite, deviceKey, serverSecret),
                DatagramLayout.MAX_DATAGRAM,
                1 << 20);
    }

    /** The same session with the server's limits. */
    public DeviceSession limitedTo(int datagram, int messageBytes) {
        return new DeviceSession(session, epoch, keys, Math.min(datagram, DatagramLayout.MAX_DATAGRAM), messageBytes);
    }
}
