package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.merkle.MerkleHash;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The last 64 bytes of a whole segment: footer offset u64 · footer length u32 · frame count u32 · root (32) ·
 * magic (8) · CRC-32C of the 56 bytes before u32 · zero u32.
 */
record SegmentTrailer(ByteRange footer, long frameCount, MerkleHash root) {

    byte[] encode() {
        ByteBuffer target = ByteBuffer.allocate(SegmentFormat.TRAILER_LENGTH)
                .putLong(footer.offset())
                .putInt((int) footer.length())
                .putInt((int) frameCount)
                .put(root.bytes())
                .putLong(SegmentFormat.MAGIC);
        return target.putInt(crc(target)).putInt(0).array();
    }

    /**
     * @param bytes the segment's last 64
     * @throws FrameException (SEGMENT) if they are no trailer of a segment of that size
     */
    static SegmentTrailer decode(ByteBuffer bytes, long segmentSize) {
        ByteBuffer source = bytes.slice();
        if (source.remaining() != SegmentFormat.TRAILER_LENGTH
                || source.getLong(SegmentFormat.TRAILER_MAGIC_AT) != SegmentFormat.MAGIC
                || source.getInt(SegmentFormat.TRAILER_CRC_AT) != crc(source)
                || source.getInt(SegmentFormat.TRAILER_ZERO_AT) != 0) {
            throw wrong("the segment has no valid trailer; read it by scan", segmentSize);
        }
        long offset = source.getLong(SegmentFormat.FOOTER_OFFSET_AT);
        long length = source.getInt(SegmentFormat.FOOTER_LENGTH_AT) & 0xFFFF_FFFFL;
        if (offset < SegmentFormat.HEADER_JSON_AT
                || length > SegmentFormat.MAX_FOOTER_LENGTH
                || offset > segmentSize
                || offset + length + SegmentFormat.TRAILER_LENGTH != segmentSize) {
            throw wrong("the trailer says that a footer of " + length + " bytes is at " + offset, segmentSize);
        }
        long frameCount = source.getInt(SegmentFormat.FRAME_COUNT_AT) & 0xFFFF_FFFFL;
        MerkleHash root = MerkleHash.read(source.position(SegmentFormat.ROOT_AT));
        return new SegmentTrailer(new ByteRange(offset, length), frameCount, root);
    }

    private static FrameException wrong(String message, long segmentSize) {
        return new FrameException(
                FrameException.Reason.SEGMENT, Math.max(0, segmentSize - SegmentFormat.TRAILER_LENGTH), message);
    }

    private static int crc(ByteBuffer trailer) {
        CRC32C crc = new CRC32C();
        crc.update(trailer.slice(0, SegmentFormat.TRAILER_CRC_AT));
        return (int) crc.getValue();
    }
}
