package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.merkle.InclusionProof;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.merkle.MerkleTree;
import io.dayreel.protocol.stream.FramePosition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Proof that one stored frame is part of the segment with a root, for somebody who has the frame and the root and
 * nothing else. Making it reads the footer and at most 64 frames around it.
 *
 * @param position of the frame
 * @param bytes where it lies in the segment
 * @param path from the frame's hash to the root
 */
public record FrameProof(FramePosition position, ByteRange bytes, InclusionProof path) {

    /**
     * Makes the proof of one frame.
     *
     * @param number of the frame in stored order, from 0
     * @param root as a manifest or an announcement names it
     * @throws FrameException (SEGMENT) if this is not the segment with that root, or the frames around it are altered
     */
    public static FrameProof of(ByteSource source, long number, MerkleHash root) throws IOException {
        SegmentReader reader = new SegmentReader(source);
        ByteBuffer footer = reader.footer();
        SegmentSubtrees subtrees = reader.subtrees();
        List<IndexEntry> index = reader.index();
        if (!subtrees.root(footer).equals(root) || number < 0 || number >= index.size()) {
            throw new FrameException(
                    FrameException.Reason.SEGMENT, 0, "not the segment with root " + root + " and a frame " + number);
        }
        VerifiedFrames stored =
                new VerifiedFrames(source, index, reader.frames().end());
        int frame = (int) number;
        Leaves leaves = new Leaves(subtrees, stored, frame + 1, MerkleTree.leafHash(footer));
        List<MerkleHash> path = new ArrayList<>();
        leaves.collect(0, leaves.count(), path);
        InclusionProof proof = new InclusionProof(number + 1, leaves.count(), path);
        if (!proof.proves(leaves.own(), root)) {
            throw new FrameException(
                    FrameException.Reason.SEGMENT, stored.bytes(frame).offset(), "a frame near it was altered");
        }
        return new FrameProof(index.get(frame).position(), stored.bytes(frame), proof);
    }

    /** Whether these are the frame's bytes, of the segment with that root. */
    public boolean proves(ByteBuffer frame, MerkleHash root) {
        return path.proves(MerkleTree.leafHash(frame), root);
    }

    /** The tree's leaves around one of them, and of the others the hashes of their groups. */
    private static final class Leaves {
        private final SegmentSubtrees subtrees;
        private final MerkleHash footer;
        private final long target;
        private final long known;
        private final List<MerkleHash> near;

        Leaves(SegmentSubtrees subtrees, VerifiedFrames stored, long target, MerkleHash footer) throws IOException {
            this.subtrees = subtrees;
            this.footer = footer;
            this.target = target;
            this.known = target / subtrees.groupSize() * subtrees.groupSize();
            long end = Math.min(known + subtrees.groupSize(), subtrees.leafCount());
            this.near = new ArrayList<>();
            if (known == 0) {
                near.add(subtrees.header());
            }
            near.addAll(stored.leaves((int) Math.max(0, known - 1), (int) end - 1));
        }

        long count() {
            return subtrees.leafCount() + 1;
        }

        MerkleHash own() {
            return near.get((int) (target - known));
        }

        /** The path of RFC 9162 §2.1.3.1 for the leaves {@code [from, to)}, of which the target is one. */
        void collect(long from, long to, List<MerkleHash> path) {
            if (to - from == 1) {
                return;
            }
            long middle = from + Long.highestOneBit(to - from - 1);
            if (target < middle) {
                collect(from, middle, path);
                path.add(root(middle, to));
            } else {
                collect(middle, to, path);
                path.add(root(from, middle));
            }
        }

        private MerkleHash root(long from, long to) {
            MerkleTree tree = new MerkleTree();
            long at = from;
            while (at < to) {
                if (at == subtrees.leafCount()) {
                    tree.addHash(footer);
                    at++;
                } else if (at >= known && at < known + near.size()) {
                    tree.addHash(near.get((int) (at - known)));
                    at++;
                } else if (at / subtrees.groupSize() < subtrees.groups().size()) {
                    tree.addSubtree(subtrees.level(), subtrees.groups().get((int) (at / subtrees.groupSize())));
                    at += subtrees.groupSize();
                } else {
                    subtrees.addPeaks(tree);
                    at = subtrees.leafCount();
                }
            }
            return tree.root();
        }
    }
}
