package io.dayreel.protocol.segment;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.merkle.MerkleTree;
import io.dayreel.protocol.merkle.SubsetProof;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Some frames of a segment, and the proof that they are part of the segment with a root, for somebody who has them, the
 * root, and nothing else of the segment. Making it reads the footer and the frames, with at most 63 on either side.
 *
 * @param root of the segment
 * @param frames where they lie in the segment, in stored order
 * @param proof the frame with number n is leaf n + 1, as the header is leaf 0
 */
public record SegmentExcerpt(MerkleHash root, List<ByteRange> frames, SubsetProof proof) {
    public SegmentExcerpt {
        frames = List.copyOf(frames);
    }

    /**
     * Proves the frames that are wanted.
     *
     * @param root as a manifest or an announcement names it
     * @return empty if there is none
     * @throws FrameException (SEGMENT) if this is not the segment with that root, or frames near them are altered
     */
    public static Optional<SegmentExcerpt> of(ByteSource source, MerkleHash root, Predicate<IndexEntry> wanted)
            throws IOException {
        SegmentReader reader = new SegmentReader(source);
        SegmentSubtrees subtrees = reader.subtrees();
        if (!subtrees.root(reader.footer()).equals(root)) {
            throw new FrameException(FrameException.Reason.SEGMENT, 0, "not the segment with root " + root);
        }
        List<IndexEntry> index = reader.index();
        Leaves leaves = new Leaves(
                subtrees,
                new VerifiedFrames(source, index, reader.frames().end()),
                MerkleTree.leafHash(reader.footer()));
        List<ByteRange> bytes = new ArrayList<>();
        CounterRanges chosen = new CounterRanges();
        for (int i = 0; i < index.size(); i++) {
            if (wanted.test(index.get(i))) {
                chosen.add(i + 1L);
                bytes.add(leaves.frames.bytes(i));
            }
        }
        if (bytes.isEmpty()) {
            return Optional.empty();
        }
        SubsetProof proof = SubsetProof.of(leaves.count(), chosen, leaves::hash);
        if (!proof.root(leaves.hashes(chosen)).equals(Optional.of(root))) {
            throw new FrameException(
                    FrameException.Reason.SEGMENT,
                    bytes.get(0).offset(),
                    "a frame of the range or near it was altered");
        }
        return Optional.of(new SegmentExcerpt(root, bytes, proof));
    }

    /** The tree's leaves: of whole groups as far as possible, one by one where it has to be. */
    private record Leaves(SegmentSubtrees subtrees, VerifiedFrames frames, MerkleHash footer) {
        long count() {
            return subtrees.leafCount() + 1;
        }

        /** Hashes of leaves that are frames. */
        List<MerkleHash> hashes(CounterRanges chosen) throws IOException {
            List<MerkleHash> hashes = new ArrayList<>();
            for (CounterRange range : chosen.ranges()) {
                hashes.addAll(frames.leaves((int) range.first() - 1, (int) range.last()));
            }
            return hashes;
        }

        MerkleHash hash(long from, long to) throws IOException {
            MerkleTree tree = new MerkleTree();
            long at = from;
            while (at < to) {
                int group = (int) (at / subtrees.groupSize());
                long groupEnd = (group + 1L) * subtrees.groupSize();
                if (at % subtrees.groupSize() == 0
                        && groupEnd <= to
                        && group < subtrees.groups().size()) {
                    tree.addSubtree(subtrees.level(), subtrees.groups().get(group));
                    at = groupEnd;
                } else if (at == 0) {
                    tree.addHash(subtrees.header());
                    at = 1;
                } else if (at == subtrees.leafCount()) {
                    tree.addHash(footer);
                    at++;
                } else {
                    long end = Math.min(Math.min(to, groupEnd), subtrees.leafCount());
                    frames.leaves((int) at - 1, (int) end - 1).forEach(tree::addHash);
                    at = end;
                }
            }
            return tree.root();
        }
    }
}
