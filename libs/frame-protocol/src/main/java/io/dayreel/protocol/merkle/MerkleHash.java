package io.dayreel.protocol.merkle;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

/** A SHA-256 hash: of a leaf, of an inner node, or the root that names a segment. Immutable. */
public final class MerkleHash {
    /** Bytes in a hash. */
    public static final int LENGTH = 32;

    private final byte[] bytes;

    /** @throws IllegalArgumentException unless there are 32 bytes; they are copied */
    public MerkleHash(byte[] bytes) {
        if (bytes.length != LENGTH) {
            throw new IllegalArgumentException("a SHA-256 hash has 32 bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    /** Takes the next 32 bytes of the buffer. */
    public static MerkleHash read(ByteBuffer source) {
        byte[] bytes = new byte[LENGTH];
        source.get(bytes);
        return new MerkleHash(bytes);
    }

    /** @throws IllegalArgumentException unless the text is 64 hexadecimal digits */
    public static MerkleHash ofHex(String hex) {
        return new MerkleHash(HexFormat.of().parseHex(hex));
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** 64 lower-case hexadecimal digits. */
    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MerkleHash that && MessageDigest.isEqual(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(bytes).getInt();
    }

    /** {@link #hex()}. */
    @Override
    public String toString() {
        return hex();
    }
}
