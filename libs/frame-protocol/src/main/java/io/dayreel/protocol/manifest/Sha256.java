package io.dayreel.protocol.manifest;

import io.dayreel.protocol.merkle.MerkleHash;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The plain hash of a file. */
final class Sha256 {
    private Sha256() {}

    static MerkleHash of(byte[] bytes) {
        try {
            return new MerkleHash(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
