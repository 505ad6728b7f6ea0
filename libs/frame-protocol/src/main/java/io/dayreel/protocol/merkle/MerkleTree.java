package io.dayreel.protocol.merkle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Computes the Merkle tree hash of RFC 9162 §2.1.1 leaf by leaf, keeping one hash per level: O(log n) memory, and no
 * allocation per leaf once the tree has its height. Not thread-safe.
 */
public final class MerkleTree {
    private static final int MAX_LEVELS = 63;

    private final NodeHasher hasher = new NodeHasher();
    private final byte[][] levels = new byte[MAX_LEVELS][];
    private final byte[] carry = new byte[MerkleHash.LENGTH];
    private final int toldLevel;
    private final Consumer<MerkleHash> subtrees;
    private long leafCount;

    public MerkleTree() {
        this(MAX_LEVELS, subtree -> {});
    }

    /**
     * @param level from 1
     * @param subtrees told of each whole subtree of 2^level leaves, in order, as soon as its last leaf was added
     */
    public MerkleTree(int level, Consumer<MerkleHash> subtrees) {
        this.toldLevel = level;
        this.subtrees = subtrees;
    }

    /** An independent tree with the same leaves, that tells nobody. */
    public MerkleTree copy() {
        MerkleTree result = new MerkleTree();
        for (int level = 0; level < MAX_LEVELS; level++) {
            result.levels[level] = levels[level] == null ? null : levels[level].clone();
        }
        result.leafCount = leafCount;
        return result;
    }

    /** Adds the next leaf's data. */
    public void add(byte[] data, int offset, int length) {
        hasher.leaf(data, offset, length, carry);
        addCarry(0);
    }

    /** Adds the buffer's remaining bytes as the next leaf; its position stays untouched. */
    public void add(ByteBuffer data) {
        hasher.leaf(data, carry);
        addCarry(0);
    }

    /** Adds a leaf that is already hashed. */
    public void addHash(MerkleHash leaf) {
        addSubtree(0, leaf);
    }

    /**
     * Adds 2^level leaves of which only the hash of their subtree is known.
     *
     * @throws IllegalArgumentException unless so many leaves begin a subtree here
     */
    public void addSubtree(int level, MerkleHash subtree) {
        if (level < 0 || level >= MAX_LEVELS || (leafCount & (1L << level) - 1) != 0) {
            throw new IllegalArgumentException("no subtree of level " + level + " begins at leaf " + leafCount);
        }
        System.arraycopy(subtree.bytes(), 0, carry, 0, MerkleHash.LENGTH);
        addCarry(level);
    }

    /** Hashes of the largest subtrees that make up the last {@code leafCount mod 2^level} leaves, the largest first. */
    public List<MerkleHash> peaksBelow(int level) {
        List<MerkleHash> peaks = new ArrayList<>();
        for (int below = level - 1; below >= 0; below--) {
            if ((leafCount >>> below & 1) != 0) {
                peaks.add(new MerkleHash(levels[below]));
            }
        }
        return peaks;
    }

    /** The hash of one leaf's data, the buffer's remaining bytes. */
    public static MerkleHash leafHash(ByteBuffer data) {
        byte[] hash = new byte[MerkleHash.LENGTH];
        new NodeHasher().leaf(data, hash);
        return new MerkleHash(hash);
    }

    /** Number of leaves so far. */
    public long leafCount() {
        return leafCount;
    }

    /** The tree hash of the leaves so far; of none, the hash of no bytes. More leaves may follow. */
    public MerkleHash root() {
        byte[] root = new byte[MerkleHash.LENGTH];
        if (leafCount == 0) {
            hasher.empty(root);
            return new MerkleHash(root);
        }
        int level = Long.numberOfTrailingZeros(leafCount);
        System.arraycopy(levels[level], 0, root, 0, MerkleHash.LENGTH);
        for (level++; leafCount >>> level != 0; level++) {
            if ((leafCount >>> level & 1) != 0) {
                hasher.node(levels[level], root, root);
            }
        }
        return new MerkleHash(root);
    }

    /** Binary addition: bit k of the leaf count says whether level k holds the hash of 2^k leaves. */
    private void addCarry(int from) {
        int level = from;
        while ((leafCount >>> level & 1) != 0) {
            hasher.node(levels[level], carry, carry);
            level++;
            if (level == toldLevel) {
                subtrees.accept(new MerkleHash(carry));
            }
        }
        if (levels[level] == null) {
            levels[level] = Arrays.copyOf(carry, MerkleHash.LENGTH);
        } else {
            System.arraycopy(carry, 0, levels[level], 0, MerkleHash.LENGTH);
        }
        leafCount += 1L << from;
    }
}
