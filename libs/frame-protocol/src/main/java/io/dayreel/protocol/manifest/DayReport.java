package io.dayreel.protocol.manifest;

import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.segment.ByteRange;
import io.dayreel.protocol.stream.StreamId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What checking a day found.
 *
 * @param seal the manifest that counts; empty if there is none that can be trusted
 * @param segments segments that were read
 * @param frames frames in them
 * @param unsealed segments that no manifest speaks of, by name: whether more of that kind are missing cannot be known
 * @param findings what is not as it was written, the first wrong bytes of each object, in the order of the day
 */
public record DayReport(
        Optional<StreamId> stream,
        Optional<Seal> seal,
        long segments,
        long frames,
        List<String> unsealed,
        List<Finding> findings) {
    public DayReport {
        unsealed = List.copyOf(unsealed);
        findings = List.copyOf(findings);
    }

    /** What can be said of the day. */
    public enum State {
        /** Every byte is as it was sealed, and nothing is missing. */
        SEALED,
        /** Every byte is as it was written, as far as that can be told; what is missing altogether would not be noticed. */
        UNSEALED,
        /** Bytes or objects are not as they were written. */
        ALTERED
    }

    /**
     * The newest manifest.
     *
     * @param hash SHA-256 of its file
     * @param signatureChecked whether a key was given that it had to be signed by
     */
    public record Seal(int number, MerkleHash hash, Instant sealed, String keyId, boolean signatureChecked) {}

    /**
     * Something that is not as it was written.
     *
     * @param object file name
     * @param bytes its first wrong bytes; empty if the object is missing altogether
     */
    public record Finding(String object, Optional<ByteRange> bytes, String what) {
        static Finding missing(String object, String what) {
            return new Finding(object, Optional.empty(), what);
        }

        static Finding at(String object, long from, long to, String what) {
            return new Finding(object, Optional.of(new ByteRange(from, to - from)), what);
        }
    }

    /**
     * The same, held against the hash that the newest manifest must have: whoever can delete objects can take the newest
     * manifest away with all that came after the one before, and only what was noted elsewhere tells.
     *
     * @param hash 64 hexadecimal digits
     */
    public DayReport withNewest(String hash) {
        if (seal.filter(found -> found.hash().hex().equalsIgnoreCase(hash)).isPresent()) {
            return this;
        }
        String name = DayManifest.name(seal.map(Seal::number).orElse(0));
        List<Finding> all = new ArrayList<>(findings);
        all.add(0, Finding.missing(name, "not the newest manifest: that has SHA-256 " + hash));
        return new DayReport(stream, seal, segments, frames, unsealed, all);
    }

    public State state() {
        if (!findings.isEmpty()) {
            return State.ALTERED;
        }
        boolean sealed = seal.filter(Seal::signatureChecked).isPresent() && unsealed.isEmpty();
        return sealed ? State.SEALED : State.UNSEALED;
    }
}
