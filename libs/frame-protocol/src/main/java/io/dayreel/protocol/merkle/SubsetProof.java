package io.dayreel.protocol.merkle;

import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Proof that some leaves are part of a tree of RFC 9162 §2.1.1, for somebody who has them and the root: the hashes of
 * all other leaves, those of a subtree that holds none of the proven ones together in one. For a single leaf these are
 * the hashes of §2.1.3, in the order of the leaves that they stand for.
 *
 * @param leafCount leaves in the whole tree
 * @param leaves numbers of the proven leaves, from 0
 * @param others by ascending leaves
 */
public record SubsetProof(long leafCount, CounterRanges leaves, List<MerkleHash> others) {
    /** @throws IllegalArgumentException unless there is a proven leaf, and all are leaves of the tree */
    public SubsetProof {
        if (leaves.isEmpty() || leaves.first() < 0 || leaves.last() >= leafCount) {
            throw new IllegalArgumentException("leaves " + leaves + " of " + leafCount);
        }
        leaves = leaves.copy();
        others = List.copyOf(others);
    }

    /** Knows the hash of each subtree. */
    @FunctionalInterface
    public interface Subtrees<E extends Exception> {
        /** The hash of the leaves {@code from} to before {@code to}, which are a subtree. */
        MerkleHash hash(long from, long to) throws E;
    }

    /** Builds the proof of some leaves. Only subtrees without any of them are asked for. */
    public static <E extends Exception> SubsetProof of(long leafCount, CounterRanges leaves, Subtrees<E> subtrees)
            throws E {
        List<MerkleHash> others = new ArrayList<>();
        collect(new Range(0, leafCount), leaves, subtrees, others);
        return new SubsetProof(leafCount, leaves, others);
    }

    private static <E extends Exception> void collect(
            Range range, CounterRanges leaves, Subtrees<E> subtrees, List<MerkleHash> others) throws E {
        if (range.holdsNoneOf(leaves)) {
            others.add(subtrees.hash(range.from(), range.to()));
        } else if (range.count() > 1) {
            collect(range.left(), leaves, subtrees, others);
            collect(range.right(), leaves, subtrees, others);
        }
    }

    /**
     * The root of the tree, if the proven leaves have these hashes.
     *
     * @param proven by ascending leaves
     * @return empty if there are not as many hashes as the proof needs
     */
    public Optional<MerkleHash> root(List<MerkleHash> proven) {
        List<MerkleHash> restProven = new ArrayList<>(proven);
        List<MerkleHash> restOthers = new ArrayList<>(others);
        Collections.reverse(restProven);
        Collections.reverse(restOthers);
        Optional<MerkleHash> root = root(new Range(0, leafCount), restProven, restOthers, new NodeHasher());
        return restProven.isEmpty() && restOthers.isEmpty() ? root : Optional.empty();
    }

    private Optional<MerkleHash> root(
            Range range, List<MerkleHash> restProven, List<MerkleHash> restOthers, NodeHasher hasher) {
        if (range.holdsNoneOf(leaves)) {
            return takeLast(restOthers);
        }
        if (range.count() == 1) {
            return takeLast(restProven);
        }
        Optional<MerkleHash> left = root(range.left(), restProven, restOthers, hasher);
        Optional<MerkleHash> right = root(range.right(), restProven, restOthers, hasher);
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        byte[] hash = new byte[MerkleHash.LENGTH];
        hasher.node(left.get().bytes(), right.get().bytes(), hash);
        return Optional.of(new MerkleHash(hash));
    }

    private static Optional<MerkleHash> takeLast(List<MerkleHash> hashes) {
        return hashes.isEmpty() ? Optional.empty() : Optional.of(hashes.remove(hashes.size() - 1));
    }

    /** Leaves under one node of the tree. */
    private record Range(long from, long to) {
        long count() {
            return to - from;
        }

        boolean holdsNoneOf(CounterRanges leaves) {
            return leaves.intersection(CounterRanges.of(new CounterRange(from, to - 1)))
                    .isEmpty();
        }

        Range left() {
            return new Range(from, middle());
        }

        Range right() {
            return new Range(middle(), to);
        }

        /** The left half is the largest power of two below the count. */
        private long middle() {
            return from + Long.highestOneBit(count() - 1);
        }
    }
}
