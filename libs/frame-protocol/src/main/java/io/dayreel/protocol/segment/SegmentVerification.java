package io.dayreel.protocol.segment;

import io.dayreel.protocol.merkle.MerkleHash;
import java.io.IOException;
import java.util.Optional;

/**
 * What reading a whole segment against its root found.
 *
 * @param root of the segment as it says itself
 * @param frames how many frames it holds, 0 if there is no telling
 * @param damage empty if every byte is as it was written
 */
public record SegmentVerification(Optional<MerkleHash> root, long frames, Optional<Damage> damage) {
    /**
     * The first bytes that are not as they were written.
     *
     * @param bytes where, as narrow as can be told: usually one frame
     * @param what in words
     */
    public record Damage(ByteRange bytes, String what) {}

    /**
     * Reads every byte and holds it against a root that was noted elsewhere, whatever the bytes are.
     *
     * @param root as a manifest or an announcement names it
     */
    public static SegmentVerification of(ByteSource source, MerkleHash root) throws IOException {
        return new SegmentVerifier(source, Optional.of(root)).verify();
    }

    /** As above, against the root that the segment itself names: somebody may have changed both. */
    public static SegmentVerification of(ByteSource source) throws IOException {
        return new SegmentVerifier(source, Optional.empty()).verify();
    }

    public boolean isIntact() {
        return damage.isEmpty();
    }
}
