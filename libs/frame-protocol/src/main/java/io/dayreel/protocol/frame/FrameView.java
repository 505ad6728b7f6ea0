package io.dayreel.protocol.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * Reads one frame message in place: a window that is moved over bytes and copies nothing. Allocates only when it is
 * first put over another array. Not thread-safe; the bytes must not change while the view is over them.
 *
 * <p>{@link #wrap} checks magic, version and lengths, so every getter afterwards is in bounds; {@link #checkCrc}
 * checks the rest. A view that was never wrapped, or whose last wrap failed, must not be read.
 */
public final class FrameView {
    private static final byte[] NO_ARRAY = {};

    private final CRC32C crc = new CRC32C();
    private byte[] array = NO_ARRAY;
    private ByteBuffer bytes = ByteBuffer.allocate(0);
    private int at;
    private int bodyLength;

    /**
     * Puts the view over the frame that starts at {@code offset}.
     *
     * @param limit end of the readable bytes
     * @return this view
     * @throws FrameException if the bytes up to {@code limit} do not begin with a whole frame of this version
     */
    public FrameView wrap(byte[] source, int offset, int limit) {
        if (array != source) {
            array = source;
            bytes = ByteBuffer.wrap(source);
        }
        return moveTo(offset, limit);
    }

    /** As {@link #wrap(byte[], int, int)}, over any buffer; position, limit and order of {@code source} stay untouched. */
    public FrameView wrap(ByteBuffer source, int offset, int limit) {
        array = NO_ARRAY;
        bytes = source.order() == ByteOrder.BIG_ENDIAN ? source : source.duplicate();
        return moveTo(offset, limit);
    }

    private FrameView moveTo(int offset, int limit) {
        int available = limit - offset;
        if (offset < 0 || limit > bytes.limit() || available < FrameLayout.HEADER_LENGTH) {
            throw new FrameException(
                    FrameException.Reason.TRUNCATED, offset, "a frame header takes 40 bytes, there are " + available);
        }
        if (bytes.getShort(offset) != FrameLayout.MAGIC) {
            throw new FrameException(
                    FrameException.Reason.MAGIC,
                    offset,
                    "magic must be 0x4452 but is 0x" + Integer.toHexString(bytes.getShort(offset) & 0xFFFF));
        }
        int version = bytes.get(offset + FrameLayout.VERSION_AT) & 0xFF;
        if (version != FrameLayout.VERSION) {
            throw new FrameException(FrameException.Reason.VERSION, offset, "version must be 1 but is " + version);
        }
        int length = bytes.getInt(offset + FrameLayout.BODY_LENGTH_AT);
        if (length < 0 || length > FrameLayout.MAX_BODY_LENGTH) {
            throw new FrameException(
                    FrameException.Reason.LENGTH,
                    offset,
                    "body length must be at most 4194304 but is " + Integer.toUnsignedLong(length));
        }
        if (available - FrameLayout.HEADER_LENGTH < length) {
            throw new FrameException(
                    FrameException.Reason.TRUNCATED,
                    offset,
                    "the body takes " + length + " bytes, there are " + (available - FrameLayout.HEADER_LENGTH));
        }
        at = offset;
        bodyLength = length;
        return this;
    }

    /**
     * @return this view
     * @throws FrameException if the frame's CRC-32C does not fit its bytes
     */
    public FrameView checkCrc() {
        if (!hasValidCrc()) {
            throw new FrameException(
                    FrameException.Reason.CRC,
                    at,
                    "crc of frame " + run() + ":" + counter() + " does not fit its bytes");
        }
        return this;
    }

    /** Whether the CRC-32C over bytes 0–35 and the body is the stored one. */
    public boolean hasValidCrc() {
        return FrameCrc.compute(crc, bytes, at, bodyLength) == crc();
    }

    /** Offset of the frame in what was wrapped. */
    public int offset() {
        return at;
    }

    /** Length of the whole message, header and body. */
    public int length() {
        return FrameLayout.HEADER_LENGTH + bodyLength;
    }

    /** Offset just behind the frame. */
    public int end() {
        return at + length();
    }

    public FrameType type() {
        return FrameType.of(typeCode());
    }

    /** The type byte itself, also of types that this version does not know. */
    public int typeCode() {
        return bytes.get(at + FrameLayout.TYPE_AT) & 0xFF;
    }

    public int configuration() {
        return bytes.get(at + FrameLayout.CONFIGURATION_AT) & 0xFF;
    }

    public int flags() {
        return bytes.get(at + FrameLayout.FLAGS_AT) & 0xFF;
    }

    public boolean isSync() {
        return (flags() & FrameFlags.SYNC) != 0;
    }

    public int track() {
        return bytes.get(at + FrameLayout.TRACK_AT) & 0xFF;
    }

    public Codec codec() {
        return Codec.of(codecCode());
    }

    /** The codec byte itself, also of codecs that this version does not know. */
    public int codecCode() {
        return bytes.get(at + FrameLayout.CODEC_AT) & 0xFF;
    }

    public int day() {
        return bytes.getShort(at + FrameLayout.DAY_AT) & 0xFFFF;
    }

    public int run() {
        return bytes.getShort(at + FrameLayout.RUN_AT) & 0xFFFF;
    }

    public long counter() {
        return bytes.getInt(at + FrameLayout.COUNTER_AT) & 0xFFFF_FFFFL;
    }

    /** Decode time, µs since 1970-01-01 UTC on the capture clock. */
    public long timeMicros() {
        return bytes.getLong(at + FrameLayout.TIME_AT);
    }

    public int compositionOffsetMicros() {
        return bytes.getInt(at + FrameLayout.COMPOSITION_OFFSET_AT);
    }

    public long durationMicros() {
        return bytes.getInt(at + FrameLayout.DURATION_AT) & 0xFFFF_FFFFL;
    }

    public int bodyLength() {
        return bodyLength;
    }

    /** Offset of the body in what was wrapped. */
    public int bodyOffset() {
        return at + FrameLayout.HEADER_LENGTH;
    }

    /** The stored CRC-32C, not checked. */
    public int crc() {
        return bytes.getInt(at + FrameLayout.CRC_AT);
    }

    /** The body without copying; shares the wrapped bytes. */
    public ByteBuffer body() {
        return bytes.slice(bodyOffset(), bodyLength);
    }

    /** The whole message without copying; shares the wrapped bytes. */
    public ByteBuffer message() {
        return bytes.slice(at, length());
    }

    /** Copies the whole message to the target's position and moves the position behind it. */
    public void copyTo(ByteBuffer target) {
        int length = length();
        target.put(target.position(), bytes, at, length);
        target.position(target.position() + length);
    }

    /** A copy of the body. */
    public byte[] bodyBytes() {
        byte[] copy = new byte[bodyLength];
        bytes.get(bodyOffset(), copy);
        return copy;
    }

    /** A copy of the whole message. */
    public byte[] messageBytes() {
        byte[] copy = new byte[length()];
        bytes.get(at, copy);
        return copy;
    }

    /** The header as a value; unknown types and codecs become UNKNOWN. */
    public FrameHeader header() {
        return new FrameHeader(
                type(),
                codec(),
                track(),
                configuration(),
                flags(),
                day(),
                run(),
                counter(),
                timeMicros(),
                compositionOffsetMicros(),
                durationMicros());
    }
}
