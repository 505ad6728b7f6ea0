package io.dayreel.datagrams.keys;

import io.dayreel.datagrams.packet.BigEndian;
import io.dayreel.datagrams.packet.DatagramHeader;
import io.dayreel.datagrams.packet.DatagramLayout;
import java.util.OptionalLong;

/**
 * Seals the packets of one key. It gives the packet numbers itself, each once: whoever has one sealer per key, for as
 * long as the key is used, cannot use a nonce twice. Not thread-safe.
 */
public final class PacketSealer {
    private final PacketKey key;
    private final int epoch;
    private final long session;
    private final OptionalLong process;
    private long next;

    private PacketSealer(PacketKey key, int epoch, long session, OptionalLong process) {
        this.key = key;
        this.epoch = epoch;
        this.session = session;
        this.process = process;
    }

    /** For packets from a device. */
    public static PacketSealer ofDevice(SessionKeys keys, int epoch, long session) {
        return new PacketSealer(keys.forDevice(), epoch, session, OptionalLong.empty());
    }

    /** For packets from a process of the server. */
    public static PacketSealer ofServer(SessionKeys keys, int epoch, long session, long process) {
        return new PacketSealer(keys.forProcess(process), epoch, session, OptionalLong.of(process));
    }

    /** The number that the next packet gets. */
    public long nextNumber() {
        return next;
    }

    /** Bytes that a packet has more than its payload. */
    public int overhead() {
        return DatagramLayout.TAG_LENGTH
                + (process.isPresent() ? DatagramLayout.SERVER_HEADER_LENGTH : DatagramLayout.DEVICE_HEADER_LENGTH);
    }

    /**
     * Makes a packet.
     *
     * @param datagram receives it; has room for payload and {@link #overhead}
     * @return its length
     */
    public int seal(PacketCiphers ciphers, byte[] payload, int payloadLength, byte[] datagram) {
        int headerLength = DatagramHeader.write(datagram, process.isPresent(), epoch, session, next);
        process.ifPresent(number -> BigEndian.putI64(datagram, DatagramLayout.PROCESS_AT, number));
        next++;
        return ciphers.seal(key, datagram, headerLength, payload, payloadLength);
    }
}
