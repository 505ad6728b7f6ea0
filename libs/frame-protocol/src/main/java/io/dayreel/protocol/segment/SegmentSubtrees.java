package io.dayreel.protocol.segment;

import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.merkle.MerkleTree;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Inner hashes of a segment's Merkle tree (footer section 9): with them the footer proves itself against the root, an
 * altered byte is found to within {@code 2^level} frames whoever altered it, and a range is proven by reading no more
 * than that around it. u = unsigned LEB128.
 *
 * <pre>
 * subtrees: u8 level · u leaves · hash of the header's leaf · hash of each whole subtree of 2^level leaves…
 *           · hashes of the largest subtrees that make up the other leaves, the largest first
 * </pre>
 *
 * @param level logarithm of the leaves under one hash
 * @param leafCount leaves before the footer: the header and the frames
 * @param header hash of leaf 0
 * @param groups one for each whole group of leaves
 * @param peaks of the leaves behind the last whole group
 */
record SegmentSubtrees(int level, long leafCount, MerkleHash header, List<MerkleHash> groups, List<MerkleHash> peaks) {
    /** What is written: 64 leaves, half a byte per frame. */
    static final int LEVEL = 6;

    private static final int MAX_LEVEL = 20;

    SegmentSubtrees {
        groups = List.copyOf(groups);
        peaks = List.copyOf(peaks);
        if (groups.size() != leafCount >>> level || peaks.size() != Long.bitCount(leafCount & (1L << level) - 1)) {
            throw new IllegalArgumentException(
                    groups.size() + " groups and " + peaks.size() + " peaks for " + leafCount + " leaves");
        }
    }

    LebWriter encode() {
        LebWriter target = new LebWriter().u8(level).unsigned(leafCount).bytes(header.bytes());
        groups.forEach(group -> target.bytes(group.bytes()));
        peaks.forEach(peak -> target.bytes(peak.bytes()));
        return target;
    }

    static SegmentSubtrees decode(LebReader source) {
        int level = source.u8();
        if (level < 1 || level > MAX_LEVEL) {
            throw source.wrong("level " + level);
        }
        long leaves = source.atMost((long) source.remaining() << level, "leaves");
        MerkleHash header = new MerkleHash(source.bytes(MerkleHash.LENGTH));
        List<MerkleHash> groups = hashes(source, leaves >>> level);
        List<MerkleHash> peaks = hashes(source, Long.bitCount(leaves & (1L << level) - 1));
        source.requireEnd();
        return new SegmentSubtrees(level, leaves, header, groups, peaks);
    }

    private static List<MerkleHash> hashes(LebReader source, long count) {
        if (count > source.remaining() / MerkleHash.LENGTH) {
            throw source.wrong("it ends before its " + count + " hashes");
        }
        List<MerkleHash> hashes = new ArrayList<>((int) count);
        for (long i = 0; i < count; i++) {
            hashes.add(new MerkleHash(source.bytes(MerkleHash.LENGTH)));
        }
        return hashes;
    }

    /** The root that a segment with these subtrees and this footer has. */
    MerkleHash root(ByteBuffer footer) {
        MerkleTree tree = new MerkleTree();
        groups.forEach(group -> tree.addSubtree(level, group));
        addPeaks(tree);
        tree.add(footer);
        return tree.root();
    }

    /** Adds the leaves behind the last whole group. */
    void addPeaks(MerkleTree tree) {
        int next = 0;
        for (int below = level - 1; below >= 0; below--) {
            if ((leafCount >>> below & 1) != 0) {
                tree.addSubtree(below, peaks.get(next++));
            }
        }
    }

    /** The hash that the leaves of a group have together; of the last, which may not be whole, the hash of its leaves. */
    MerkleHash group(int number) {
        if (number < groups.size()) {
            return groups.get(number);
        }
        MerkleTree rest = new MerkleTree();
        addPeaks(rest);
        return rest.root();
    }

    /** Leaves in a group but the last. */
    int groupSize() {
        return 1 << level;
    }
}
