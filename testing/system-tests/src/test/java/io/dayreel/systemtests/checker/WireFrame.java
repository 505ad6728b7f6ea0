package io.dayreel.systemtests.checker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A frame message read by the checker's own reading of {@code docs/reference/protocol.md}, with nothing of the product's.
 *
 * @param length of the whole message in bytes
 * @param sha256 of the whole message, in hex
 */
record WireFrame(int day, int run, long counter, long timeMicros, int length, String sha256) {
    private static final int HEADER = 40;
    private static final int MAGIC = 0x4452;
    private static final int MAX_BODY = 4 << 20;

    /** Where in a stream it belongs. */
    FrameKey key() {
        return new FrameKey(day, run, counter);
    }

    /** Frames back to back, from {@code start} to {@code end}. */
    static List<WireFrame> all(byte[] bytes, int start, int end) throws IOException {
        List<WireFrame> frames = new ArrayList<>();
        int at = start;
        while (at < end) {
            WireFrame frame = at(bytes, at, end);
            frames.add(frame);
            at += frame.length();
        }
        return frames;
    }

    private static WireFrame at(byte[] bytes, int at, int end) throws IOException {
        require(end - at >= HEADER, "a torn header", at);
        ByteBuffer header = ByteBuffer.wrap(bytes, at, HEADER).slice();
        require((header.getShort(0) & 0xFFFF) == MAGIC, "no frame", at);
        require(header.get(2) == 1, "version " + header.get(2), at);
        int body = header.getInt(32);
        require(body >= 0 && body <= MAX_BODY && body <= end - at - HEADER, "a body of " + body, at);
        CRC32C crc = new CRC32C();
        crc.update(bytes, at, 36);
        crc.update(bytes, at + HEADER, body);
        require((int) crc.getValue() == header.getInt(36), "a wrong checksum", at);
        return new WireFrame(
                header.getShort(8) & 0xFFFF,
                header.getShort(10) & 0xFFFF,
                header.getInt(12) & 0xFFFFFFFFL,
                header.getLong(16),
                HEADER + body,
                HexFormat.of().formatHex(sha256(bytes, at, HEADER + body)));
    }

    static byte[] sha256(byte[] bytes, int at, int length) {
        MessageDigest digest = newSha256();
        digest.update(bytes, at, length);
        return digest.digest();
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void require(boolean holds, String what, int at) throws IOException {
        if (!holds) {
            throw new IOException(what + " at byte " + at);
        }
    }
}
