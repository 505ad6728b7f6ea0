package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.stream.FramePosition;

/**
 * What a segment's index says of one stored frame.
 *
 * @param run 0–65535
 * @param counter 0–4294967295
 * @param offset of the message within the object
 * @param timeMicros decode time, µs since 1970-01-01 UTC
 * @param track 0–255
 * @param typeCode the type byte, also of unknown types
 * @param flags the header's u16: configuration number in the high byte, bits of {@link FrameFlags} in the low byte
 * @param crc the frame's CRC-32C
 */
public record IndexEntry(
        int run, long counter, long offset, long timeMicros, int track, int typeCode, int flags, int crc) {

    static IndexEntry of(FrameView frame, long offset) {
        return new IndexEntry(
                frame.run(),
                frame.counter(),
                offset,
                frame.timeMicros(),
                frame.track(),
                frame.typeCode(),
                frame.configuration() << 8 | frame.flags(),
                frame.crc());
    }

    public FramePosition position() {
        return new FramePosition(run, counter);
    }

    public FrameType type() {
        return FrameType.of(typeCode);
    }

    /** Number of the configuration that the frame needs. */
    public int configuration() {
        return flags >>> 8;
    }

    public boolean isSync() {
        return (flags & FrameFlags.SYNC) != 0;
    }

    /** A sync sample of a video track. */
    public boolean isKeyFrame() {
        return isSync() && type() == FrameType.VIDEO;
    }
}
