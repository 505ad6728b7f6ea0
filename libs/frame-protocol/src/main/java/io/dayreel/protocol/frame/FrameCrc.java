package io.dayreel.protocol.frame;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** The frame's checksum: CRC-32C (RFC 3720 appendix B.4) over bytes 0–35 and the body, leaving out the CRC itself. */
final class FrameCrc {
    private FrameCrc() {}

    /** @param crc reset and used; @param bytes any buffer, its position and limit stay untouched */
    static int compute(CRC32C crc, ByteBuffer bytes, int at, int bodyLength) {
        crc.reset();
        if (bytes.hasArray()) {
            byte[] array = bytes.array();
            int start = bytes.arrayOffset() + at;
            crc.update(array, start, FrameLayout.CRC_AT);
            crc.update(array, start + FrameLayout.HEADER_LENGTH, bodyLength);
        } else {
            crc.update(bytes.slice(at, FrameLayout.CRC_AT));
            crc.update(bytes.slice(at + FrameLayout.HEADER_LENGTH, bodyLength));
        }
        return (int) crc.getValue();
    }
}
