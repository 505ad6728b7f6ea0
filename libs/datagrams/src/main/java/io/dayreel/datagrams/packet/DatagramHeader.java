package io.dayreel.datagrams.packet;

/**
 * Reads a datagram's header in place: a window that is moved over packets and copies nothing. Nothing that it says is
 * to be believed before the packet was opened. Not thread-safe.
 */
public final class DatagramHeader {
    private byte[] bytes = new byte[DatagramLayout.SERVER_HEADER_LENGTH];
    private int length = DatagramLayout.SERVER_HEADER_LENGTH;

    /**
     * Puts the window over a packet that begins at index 0.
     *
     * @param fromServer the direction that this end reads
     * @return this
     * @throws DatagramException if it is too short, too long, of another version or direction
     */
    public DatagramHeader wrap(byte[] datagram, int datagramLength, boolean fromServer) {
        if (datagramLength > DatagramLayout.MAX_DATAGRAM || datagramLength > datagram.length) {
            throw new DatagramException(DropReason.OVERSIZE, "a datagram has at most 1200 bytes");
        }
        int header = fromServer ? DatagramLayout.SERVER_HEADER_LENGTH : DatagramLayout.DEVICE_HEADER_LENGTH;
        if (datagramLength < header + DatagramLayout.TAG_LENGTH + 1) {
            throw new DatagramException(DropReason.TRUNCATED, "a datagram has a header, a tag and a payload");
        }
        if (BigEndian.u8(datagram, DatagramLayout.VERSION_AT) != DatagramLayout.VERSION) {
            throw new DatagramException(DropReason.VERSION, "a datagram's version must be 1");
        }
        if (BigEndian.u8(datagram, DatagramLayout.FLAGS_AT) != (fromServer ? DatagramLayout.FROM_SERVER : 0)) {
            throw new DatagramException(DropReason.VERSION, "a datagram of the other direction, or unknown flags");
        }
        bytes = datagram;
        length = datagramLength;
        return this;
    }

    /** Fills in a header at the beginning of a packet. */
    public static int write(byte[] datagram, boolean fromServer, int epoch, long session, long packet) {
        BigEndian.putU8(datagram, DatagramLayout.VERSION_AT, DatagramLayout.VERSION);
        BigEndian.putU8(datagram, DatagramLayout.FLAGS_AT, fromServer ? DatagramLayout.FROM_SERVER : 0);
        BigEndian.putU16(datagram, DatagramLayout.EPOCH_AT, epoch);
        BigEndian.putI64(datagram, DatagramLayout.SESSION_AT, session);
        BigEndian.putI64(datagram, DatagramLayout.PACKET_AT, packet);
        return fromServer ? DatagramLayout.SERVER_HEADER_LENGTH : DatagramLayout.DEVICE_HEADER_LENGTH;
    }

    public boolean isFromServer() {
        return BigEndian.u8(bytes, DatagramLayout.FLAGS_AT) == DatagramLayout.FROM_SERVER;
    }

    public int epoch() {
        return BigEndian.u16(bytes, DatagramLayout.EPOCH_AT);
    }

    public long session() {
        return BigEndian.i64(bytes, DatagramLayout.SESSION_AT);
    }

    /** Negative numbers are never valid. */
    public long packet() {
        return BigEndian.i64(bytes, DatagramLayout.PACKET_AT);
    }

    /** Only of packets from a server. */
    public long process() {
        return BigEndian.i64(bytes, DatagramLayout.PROCESS_AT);
    }

    public int headerLength() {
        return isFromServer() ? DatagramLayout.SERVER_HEADER_LENGTH : DatagramLayout.DEVICE_HEADER_LENGTH;
    }

    /** Length of the whole packet. */
    public int length() {
        return length;
    }

    /** The packet that the window is over. */
    public byte[] bytes() {
        return bytes;
    }
}
