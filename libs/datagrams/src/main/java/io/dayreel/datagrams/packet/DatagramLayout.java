package io.dayreel.datagrams.packet;

/**
 * Offsets and limits of a datagram, the one table that both ends follow. All integers are big-endian. Format:
 * docs/reference/protocol.md.
 *
 * <pre>
 *  at  type  field
 *   0  u8    version 1
 *   1  u8    flags              1 sent by a server: the process number follows the packet number
 *   2  u16   key epoch
 *   4  u64   session
 *  12  u64   packet number      below 2^63; never repeated in a session and direction (and process)
 *  20  u64   process            only from a server
 *   …        payload, sealed; 16-byte tag
 * </pre>
 */
public final class DatagramLayout {
    public static final int VERSION = 1;

    public static final int VERSION_AT = 0;
    public static final int FLAGS_AT = 1;
    public static final int EPOCH_AT = 2;
    public static final int SESSION_AT = 4;
    public static final int PACKET_AT = 12;
    public static final int PROCESS_AT = 20;
    public static final int DEVICE_HEADER_LENGTH = 20;
    public static final int SERVER_HEADER_LENGTH = 28;
    public static final int TAG_LENGTH = 16;

    /** Flag of packets from server to device. */
    public static final int FROM_SERVER = 1;

    /** Largest datagram. */
    public static final int MAX_DATAGRAM = 1200;

    /** First byte of a payload. */
    public static final int KIND_AT = 0;

    public static final int FRAGMENT = 1;
    public static final int RECEIPT = 2;
    public static final int ACKNOWLEDGEMENT = 3;
    public static final int CLOSE = 4;

    public static final int FRAGMENT_MESSAGE_AT = 1;
    public static final int FRAGMENT_INDEX_AT = 5;
    public static final int FRAGMENT_COUNT_AT = 7;
    public static final int FRAGMENT_BYTES_AT = 9;

    /** Most fragments of a message. */
    public static final int MAX_FRAGMENTS = 0xFFFF;

    public static final int RECEIPT_COUNT_AT = 1;
    public static final int RECEIPT_RANGES_AT = 2;
    /** u64 first packet number, u16 how many. */
    public static final int RECEIPT_RANGE_LENGTH = 10;

    public static final int ACK_LEVEL_AT = 1;
    public static final int ACK_DAY_AT = 2;
    public static final int ACK_RUN_AT = 4;
    public static final int ACK_COUNT_AT = 6;
    public static final int ACK_RANGES_AT = 7;
    /** u32 first counter, u32 last counter. */
    public static final int ACK_RANGE_LENGTH = 8;

    private DatagramLayout() {}

    /** Message bytes that fit into one fragment of a device's datagram of a size. */
    public static int fragmentBytes(int maxDatagram) {
        return maxDatagram - DEVICE_HEADER_LENGTH - TAG_LENGTH - FRAGMENT_BYTES_AT;
    }
}
