package io.dayreel.protocol.segment;

import io.dayreel.protocol.merkle.MerkleHash;
import java.util.Optional;

/**
 * What reading a whole segment against its root found.
 *
 * @param root as computed from the bytes
 * @param damage empty if every byte is as it was written
 */
public record SegmentVerification(MerkleHash root, Optional<Damage> damage) {
    /**
     * The first bytes that are not as they were written.
     *
     * @param bytes where, as narrow as can be told: usually one frame
     * @param what in words
     */
    public record Damage(ByteRange bytes, String what) {}

    public boolean isIntact() {
        return damage.isEmpty();
    }
}
