package io.dayreel.protocol.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** Writes frame messages. Not thread-safe: it reuses its checksum. */
public final class FrameEncoder {
    private final CRC32C crc = new CRC32C();

    /**
     * Appends one frame at the target's position and moves the position behind it.
     *
     * @param target a big-endian buffer with room for 40 bytes and the body
     * @param body its remaining bytes become the body; its position stays untouched; at most 4 MiB
     * @throws IllegalArgumentException if the body is too large or the target is little-endian
     * @throws java.nio.BufferOverflowException if the target has no room
     */
    public void encode(FrameHeader header, ByteBuffer body, ByteBuffer target) {
        int bodyLength = body.remaining();
        requireBodyLength(bodyLength);
        if (target.order() != ByteOrder.BIG_ENDIAN) {
            throw new IllegalArgumentException("frames are big-endian, the target buffer is not");
        }
        int at = target.position();
        target.putShort((short) FrameLayout.MAGIC)
                .put((byte) FrameLayout.VERSION)
                .put((byte) header.type().code())
                .put((byte) header.configuration())
                .put((byte) header.flags())
                .put((byte) header.track())
                .put((byte) header.codec().code())
                .putShort((short) header.day())
                .putShort((short) header.run())
                .putInt((int) header.counter())
                .putLong(header.timeMicros())
                .putInt(header.compositionOffsetMicros())
                .putInt((int) header.durationMicros())
                .putInt(bodyLength)
                .putInt(0)
                .put(body.duplicate());
        target.putInt(at + FrameLayout.CRC_AT, FrameCrc.compute(crc, target, at, bodyLength));
    }

    /** One frame as a new array. */
    public byte[] encode(FrameHeader header, byte[] body) {
        requireBodyLength(body.length);
        ByteBuffer target = ByteBuffer.allocate(FrameLayout.HEADER_LENGTH + body.length);
        encode(header, ByteBuffer.wrap(body), target);
        return target.array();
    }

    /**
     * Gives a whole frame in {@code message} another day, run and counter, and a new checksum, in place. A device does
     * this when its run is taken.
     *
     * @param message big-endian; holds a frame that was checked
     * @param at where the frame begins
     */
    public void renumber(ByteBuffer message, int at, int day, int run, long counter) {
        message.putShort(at + FrameLayout.DAY_AT, (short) day);
        message.putShort(at + FrameLayout.RUN_AT, (short) run);
        message.putInt(at + FrameLayout.COUNTER_AT, (int) counter);
        int bodyLength = message.getInt(at + FrameLayout.BODY_LENGTH_AT);
        message.putInt(at + FrameLayout.CRC_AT, FrameCrc.compute(crc, message, at, bodyLength));
    }

    private static void requireBodyLength(int length) {
        if (length > FrameLayout.MAX_BODY_LENGTH) {
            throw new IllegalArgumentException(
                    "a frame body has at most " + FrameLayout.MAX_BODY_LENGTH + " bytes, this one has " + length);
        }
    }
}
