package io.dayreel.cli.check;

import io.dayreel.protocol.manifest.ExcerptProof;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.segment.ByteRange;
import io.dayreel.protocol.segment.ByteSource;
import io.dayreel.protocol.segment.SegmentScan;
import io.dayreel.protocol.segment.SegmentVerification;
import io.dayreel.store.SegmentKey;
import java.io.IOException;
import java.security.PublicKey;
import java.util.List;
import java.util.Optional;

/**
 * Whether one object or file is as it was written.
 *
 * @param frames frames that were checked; 0 if there is no telling
 * @param from first wrong byte, if there is one
 * @param to last byte of that range
 * @param what in words, if something is wrong
 */
record Verdict(
        String name, boolean intact, long frames, Optional<Long> from, Optional<Long> to, Optional<String> what) {

    /** A segment against its root, and its root against its name. */
    static Verdict ofSegment(String name, ByteSource source) throws IOException {
        SegmentVerification verification = SegmentVerification.of(source);
        if (verification.damage().isPresent()) {
            SegmentVerification.Damage damage = verification.damage().get();
            long first = damage.bytes().offset();
            long last = Math.max(first, damage.bytes().end() - 1);
            return damaged(name, verification.frames(), first, last, damage.what());
        }
        Optional<String> named = nameRoot(name);
        String root = verification.root().map(MerkleHash::hex).orElse("");
        if (named.isPresent() && !root.startsWith(named.get())) {
            return damaged(
                    name,
                    verification.frames(),
                    0,
                    source.size() - 1,
                    "whole in itself, but not the segment that its name says");
        }
        return new Verdict(name, true, verification.frames(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A file of frames: each frame's own checksum. */
    static Verdict ofFrames(String name, ByteSource source) throws IOException {
        SegmentScan.Result scan = SegmentScan.scan(source, (offset, frame) -> {});
        if (scan.damaged().isEmpty()) {
            return new Verdict(name, true, scan.frames(), Optional.empty(), Optional.empty(), Optional.empty());
        }
        return damaged(
                name,
                scan.frames(),
                scan.damaged().get(0).offset(),
                scan.damaged().get(0).end() - 1,
                "no frame whose checksum holds");
    }

    /** A file of frames against the proof that came with it. */
    static Verdict ofExcerpt(String name, ByteSource source, ExcerptProof proof, List<PublicKey> keys)
            throws IOException {
        return proof.objection(source, name, keys)
                .map(finding -> damaged(
                        name,
                        0,
                        finding.bytes().map(ByteRange::offset).orElse(0L),
                        finding.bytes().map(range -> range.end() - 1).orElse(0L),
                        finding.what()))
                .orElseGet(() ->
                        new Verdict(name, true, proof.frames(), Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static Optional<String> nameRoot(String name) {
        String[] parts = name.split("/");
        String last = "any/any/2000-01-01/" + parts[parts.length - 1];
        return SegmentKey.tryParse(last).map(SegmentKey::rootPrefix);
    }

    private static Verdict damaged(String name, long frames, long from, long to, String what) {
        return new Verdict(name, false, frames, Optional.of(from), Optional.of(to), Optional.of(what));
    }

    /** One line. */
    String text() {
        return intact
                ? name + ": intact, " + frames + " frames"
                : name + ": ALTERED, first wrong bytes " + from.orElse(0L) + "-" + to.orElse(0L) + ": "
                        + what.orElse("");
    }
}
