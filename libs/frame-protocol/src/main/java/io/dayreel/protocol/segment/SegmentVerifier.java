package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.segment.SegmentVerification.Damage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Finds the first altered bytes of a segment, from what is easiest to trust: the footer proves itself against the root
 * by its subtrees; with it index and header's hash are trusted; then every group of frames is held against its hash.
 */
final class SegmentVerifier {
    private static final int SHORTEST = SegmentFormat.HEADER_JSON_AT + SegmentFormat.TRAILER_LENGTH;

    private final ByteSource source;
    private final Optional<MerkleHash> expected;
    private Optional<MerkleHash> root = Optional.empty();
    private long frames;

    SegmentVerifier(ByteSource source, Optional<MerkleHash> expected) {
        this.source = source;
        this.expected = expected;
    }

    SegmentVerification verify() throws IOException {
        Optional<Damage> damage = firstDamage();
        return new SegmentVerification(root, frames, damage);
    }

    private Optional<Damage> firstDamage() throws IOException {
        long size = source.size();
        if (size < SHORTEST) {
            return damage(0, size, "too short for a segment");
        }
        long trailerAt = size - SegmentFormat.TRAILER_LENGTH;
        ByteBuffer trailerBytes = source.read(trailerAt, SegmentFormat.TRAILER_LENGTH);
        try {
            SegmentTrailer trailer = SegmentTrailer.decode(trailerBytes, size);
            root = Optional.of(trailer.root());
            return verify(trailer, trailerBytes);
        } catch (FrameException noTrailer) {
            return withoutTrailer(trailerAt, noTrailer.getMessage());
        }
    }

    /** Either the trailer alone was altered, so that the footer lies between the frames and it, or there is none. */
    private Optional<Damage> withoutTrailer(long trailerAt, String why) throws IOException {
        long[] framesEnd = {0};
        SegmentScan.Result scan = SegmentScan.scan(source, (offset, frame) -> framesEnd[0] = offset + frame.length());
        frames = scan.frames();
        if (!scan.damaged().isEmpty()) {
            ByteRange first = scan.damaged().get(0);
            return damage(first.offset(), first.end(), torn(why));
        }
        Optional<MerkleHash> fromFooter = Optional.empty();
        if (framesEnd[0] < trailerAt && trailerAt - framesEnd[0] <= SegmentFormat.MAX_FOOTER_LENGTH) {
            fromFooter = rootByFooter(source.read(framesEnd[0], (int) (trailerAt - framesEnd[0])));
        }
        if (fromFooter.isPresent() && (expected.isEmpty() || expected.equals(fromFooter))) {
            root = fromFooter;
            return damage(trailerAt, source.size(), "the trailer was altered");
        }
        return damage(Math.min(framesEnd[0], trailerAt), source.size(), torn(why));
    }

    private String torn(String why) {
        return "no whole segment (" + why + "); " + frames + " frames can be read";
    }

    private static Optional<MerkleHash> rootByFooter(ByteBuffer footer) {
        try {
            return Optional.of(SegmentFooter.decode(footer).subtrees().root(footer));
        } catch (FrameException e) {
            return Optional.empty();
        }
    }

    private Optional<Damage> verify(SegmentTrailer trailer, ByteBuffer trailerBytes) throws IOException {
        frames = trailer.frameCount();
        ByteRange at = trailer.footer();
        ByteBuffer footerBytes = source.read(at.offset(), (int) at.length());
        List<IndexEntry> index;
        SegmentSubtrees subtrees;
        try {
            SegmentFooter footer = SegmentFooter.decode(footerBytes);
            subtrees = footer.subtrees();
            index = footer.index(subtrees.leafCount() - 1);
        } catch (FrameException e) {
            return damage(at.offset(), at.end(), e.getMessage());
        }
        MerkleHash wanted = expected.orElse(trailer.root());
        VerifiedFrames stored = new VerifiedFrames(source, index, at.offset());
        MerkleHash proven = subtrees.root(footerBytes);
        if (!proven.equals(wanted)) {
            return proven.equals(trailer.root())
                    ? anotherSegment(proven)
                    : damage(at.offset(), expected.isPresent() ? at.end() : source.size(), "the footer was altered");
        }
        root = Optional.of(proven);
        frames = index.size();
        if (!stored.fit()) {
            return damage(at.offset(), at.end(), "the index does not fit the frames");
        }
        Optional<Damage> inFrames = stored.firstDamage(subtrees);
        if (inFrames.isPresent()) {
            return inFrames;
        }
        boolean sameTrailer = ByteBuffer.wrap(new SegmentTrailer(at, index.size(), proven).encode())
                .equals(trailerBytes);
        return sameTrailer ? Optional.empty() : damage(at.end(), source.size(), "the trailer was altered");
    }

    private Optional<Damage> anotherSegment(MerkleHash found) throws IOException {
        return damage(
                0, source.size(), "whole in itself, but not the segment that was announced: its root is " + found);
    }

    private static Optional<Damage> damage(long from, long to, String what) {
        return Optional.of(new Damage(new ByteRange(from, to - from), what));
    }
}
