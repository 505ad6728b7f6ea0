package io.dayreel.protocol.merkle;

import io.dayreel.protocol.hash.Sha256;
import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;

/** The two hashes of RFC 9162 §2.1.1: leaves and inner nodes differ in their first byte. Not thread-safe. */
final class NodeHasher {
    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private final MessageDigest sha256 = Sha256.digest();

    void leaf(byte[] data, int offset, int length, byte[] target) {
        sha256.update(LEAF);
        sha256.update(data, offset, length);
        finish(target);
    }

    void leaf(ByteBuffer data, byte[] target) {
        sha256.update(LEAF);
        sha256.update(data.duplicate());
        finish(target);
    }

    /** {@code target} may be one of the children. */
    void node(byte[] left, byte[] right, byte[] target) {
        sha256.update(NODE);
        sha256.update(left);
        sha256.update(right);
        finish(target);
    }

    void empty(byte[] target) {
        finish(target);
    }

    private void finish(byte[] target) {
        try {
            sha256.digest(target, 0, MerkleHash.LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-256 hash takes 32 bytes", e);
        }
    }
}
