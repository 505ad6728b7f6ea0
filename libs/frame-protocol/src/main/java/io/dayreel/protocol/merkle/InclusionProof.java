package io.dayreel.protocol.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * Proof that one leaf is part of a tree (RFC 9162 §2.1.3).
 *
 * @param leafIndex from 0
 * @param leafCount leaves in the whole tree
 * @param path sibling hashes, the leaf's first
 */
public record InclusionProof(long leafIndex, long leafCount, List<MerkleHash> path) {
    public InclusionProof {
        if (leafIndex < 0 || leafIndex >= leafCount) {
            throw new IllegalArgumentException("leaf " + leafIndex + " of " + leafCount);
        }
        path = List.copyOf(path);
    }

    /** Builds the proof of one leaf from the hashes of all leaves. */
    public static InclusionProof of(List<MerkleHash> leaves, int leafIndex) {
        List<MerkleHash> path = new ArrayList<>();
        collect(leaves, leafIndex, path);
        return new InclusionProof(leafIndex, leaves.size(), path);
    }

    private static void collect(List<MerkleHash> leaves, int index, List<MerkleHash> path) {
        if (leaves.size() == 1) {
            return;
        }
        int split = Integer.highestOneBit(leaves.size() - 1);
        List<MerkleHash> left = leaves.subList(0, split);
        List<MerkleHash> right = leaves.subList(split, leaves.size());
        collect(index < split ? left : right, index < split ? index : index - split, path);
        path.add(rootOf(index < split ? right : left));
    }

    private static MerkleHash rootOf(List<MerkleHash> leaves) {
        MerkleTree tree = new MerkleTree();
        leaves.forEach(tree::addHash);
        return tree.root();
    }

    /** Whether the leaf with this hash is at {@link #leafIndex} of the tree with this root. */
    public boolean proves(MerkleHash leaf, MerkleHash root) {
        NodeHasher hasher = new NodeHasher();
        byte[] hash = leaf.bytes();
        long node = leafIndex;
        long last = leafCount - 1;
        for (MerkleHash sibling : path) {
            if (last == 0) {
                return false;
            }
            if ((node & 1) == 1 || node == last) {
                hasher.node(sibling.bytes(), hash, hash);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hasher.node(hash, sibling.bytes(), hash);
            }
            node >>>= 1;
            last >>>= 1;
        }
        return last == 0 && new MerkleHash(hash).equals(root);
    }
}
