package io.dayreel.systemtests.checker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * A segment object read whole, by the checker's own reading of {@code docs/reference/protocol.md}: header, frames, trailer,
 * and the Merkle root computed again from all of it. Sections of the footer are hashed and not looked into.
 *
 * @param root in hex, computed
 */
record StoredObject(String root, List<WireFrame> frames) {
    private static final byte[] MAGIC = "DRSEG1\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final int TRAILER = 64;

    /** @throws IOException naming what is wrong with the object */
    static StoredObject read(Path file) throws IOException {
        return parse(Files.readAllBytes(file));
    }

    static StoredObject parse(byte[] bytes) throws IOException {
        require(bytes.length > TRAILER + 12, "too short");
        int trailerAt = bytes.length - TRAILER;
        ByteBuffer trailer = ByteBuffer.wrap(bytes, trailerAt, TRAILER).slice();
        require(Arrays.equals(bytes, 0, 8, MAGIC, 0, 8), "no segment");
        require(Arrays.equals(bytes, trailerAt + 48, trailerAt + 56, MAGIC, 0, 8), "no trailer");
        CRC32C crc = new CRC32C();
        crc.update(bytes, trailerAt, 56);
        require((int) crc.getValue() == trailer.getInt(56), "wrong checksum of the trailer");
        long footerAt = trailer.getLong(0);
        require(footerAt + trailer.getInt(8) == trailerAt, "the footer does not end at the trailer");
        int framesAt = 12 + ByteBuffer.wrap(bytes).getInt(8);
        List<WireFrame> frames = WireFrame.all(bytes, framesAt, (int) footerAt);
        require(frames.size() == trailer.getInt(12), "the trailer counts " + trailer.getInt(12) + " frames");
        byte[] root = root(bytes, framesAt, frames, (int) footerAt, trailerAt);
        require(Arrays.equals(root, 0, 32, bytes, trailerAt + 16, trailerAt + 48), "the root is not that of the bytes");
        return new StoredObject(HexFormat.of().formatHex(root), frames);
    }

    private static byte[] root(byte[] bytes, int framesAt, List<WireFrame> frames, int footerAt, int trailerAt) {
        List<byte[]> leaves = new ArrayList<>();
        leaves.add(leaf(bytes, 0, framesAt));
        int at = framesAt;
        for (WireFrame frame : frames) {
            leaves.add(leaf(bytes, at, frame.length()));
            at += frame.length();
        }
        leaves.add(leaf(bytes, footerAt, trailerAt - footerAt));
        return tree(leaves);
    }

    /** RFC 9162 §2.1.1: a leaf is hashed behind a 0 byte. */
    private static byte[] leaf(byte[] bytes, int at, int length) {
        MessageDigest digest = WireFrame.newSha256();
        digest.update((byte) 0);
        digest.update(bytes, at, length);
        return digest.digest();
    }

    /** The same: a node behind a 1 byte, split at the largest power of two below the number of leaves. */
    private static byte[] tree(List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return leaves.get(0);
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        MessageDigest digest = WireFrame.newSha256();
        digest.update((byte) 1);
        digest.update(tree(leaves.subList(0, split)));
        digest.update(tree(leaves.subList(split, leaves.size())));
        return digest.digest();
    }

    private static void require(boolean holds, String what) throws IOException {
        if (!holds) {
            throw new IOException(what);
        }
    }
}
