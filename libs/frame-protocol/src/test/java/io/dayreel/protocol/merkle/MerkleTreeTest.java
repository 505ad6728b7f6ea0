package io.dayreel.protocol.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.ranges.CounterRanges;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MerkleTreeTest {
    private static final int MAX_LEAVES = 130;

    @Test
    void noLeavesHashToTheHashOfNoBytes() {
        assertThat(new MerkleTree().root().hex())
                .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    @Test
    void oneEmptyLeafHashesToTheHashOfAZeroByte() {
        MerkleTree tree = new MerkleTree();

        tree.add(new byte[0], 0, 0);

        assertThat(tree.root().hex()).isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    }

    @Test
    void everySizeHashesAsTheRecursiveDefinitionSays() throws NoSuchAlgorithmException {
        MerkleTree tree = new MerkleTree();
        for (int n = 1; n <= MAX_LEAVES; n++) {
            tree.add(ByteBuffer.wrap(leaf(n - 1)));

            assertThat(tree.root().bytes()).isEqualTo(definition(0, n));
            assertThat(tree.copy().root()).isEqualTo(tree.root());
        }
    }

    @Test
    void anySubsetOfLeavesIsProvenAndNoOtherLeafOrPlaceIs() {
        Random random = new Random(11);
        for (int n = 1; n <= MAX_LEAVES; n += n < 20 ? 1 : 13) {
            List<MerkleHash> leaves = leaves(n);
            MerkleHash root = root(leaves);
            for (int i = 0; i < 40; i++) {
                CounterRanges some = new CounterRanges();
                some.add(random.nextInt(n));
                for (int more = random.nextInt(4); more > 0; more--) {
                    int first = random.nextInt(n);
                    some.add(first, Math.min(n - 1, first + random.nextInt(9)));
                }

                SubsetProof proof = proof(leaves, some);

                List<MerkleHash> proven = numbers(some).mapToObj(leaves::get).toList();
                assertThat(proof.root(proven)).contains(root);
                List<MerkleHash> other = new ArrayList<>(proven);
                other.set(random.nextInt(other.size()), MerkleTree.leafHash(ByteBuffer.wrap(leaf(1000))));
                assertThat(proof.root(other)).isNotEmpty().get().isNotEqualTo(root);
                if (some.size() == 1 && n > 1) {
                    CounterRanges elsewhere = new CounterRanges();
                    elsewhere.add((some.first() + 1) % n);
                    assertThat(new SubsetProof(n, elsewhere, proof.others()).root(proven))
                            .isNotEqualTo(Optional.of(root));
                }
            }
        }
    }

    @Test
    void oneLeafNeedsNoMoreHashesThanTheTreeHasLevels() {
        List<MerkleHash> leaves = leaves(MAX_LEAVES);
        for (int i = 0; i < MAX_LEAVES; i++) {
            CounterRanges one = new CounterRanges();
            one.add(i);

            assertThat(proof(leaves, one).others())
                    .hasSizeLessThanOrEqualTo(Long.SIZE - Long.numberOfLeadingZeros(MAX_LEAVES - 1));
        }
    }

    @Test
    void aProofWithTooFewOrTooManyHashesProvesNothing() {
        List<MerkleHash> leaves = leaves(5);
        CounterRanges third = new CounterRanges();
        third.add(2);
        SubsetProof proof = proof(leaves, third);
        List<MerkleHash> longer = new ArrayList<>(proof.others());
        longer.add(leaves.get(0));

        assertThat(new SubsetProof(5, third, proof.others().subList(1, 3)).root(leaves.subList(2, 3)))
                .isEmpty();
        assertThat(new SubsetProof(5, third, longer).root(leaves.subList(2, 3))).isEmpty();
        assertThat(proof.root(leaves.subList(2, 4))).isEmpty();
        assertThat(proof.root(List.of())).isEmpty();
    }

    private static SubsetProof proof(List<MerkleHash> leaves, CounterRanges some) {
        return SubsetProof.of(leaves.size(), some, (from, to) -> root(leaves.subList((int) from, (int) to)));
    }

    private static IntStream numbers(CounterRanges ranges) {
        return ranges.ranges().stream()
                .flatMapToInt(range -> IntStream.rangeClosed((int) range.first(), (int) range.last()));
    }

    private static List<MerkleHash> leaves(int n) {
        List<MerkleHash> leaves = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            leaves.add(MerkleTree.leafHash(ByteBuffer.wrap(leaf(i))));
        }
        return leaves;
    }

    private static MerkleHash root(List<MerkleHash> leaves) {
        MerkleTree tree = new MerkleTree();
        leaves.forEach(tree::addHash);
        return tree.root();
    }

    private static byte[] leaf(int i) {
        return ("leaf " + i).getBytes(StandardCharsets.UTF_8);
    }

    /** RFC 9162 §2.1.1, word for word. */
    private static byte[] definition(int from, int to) throws NoSuchAlgorithmException {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        if (to - from == 1) {
            sha256.update((byte) 0);
            return sha256.digest(leaf(from));
        }
        int k = 1;
        while (k * 2 < to - from) {
            k *= 2;
        }
        byte[] left = definition(from, from + k);
        byte[] right = definition(from + k, to);
        sha256.update((byte) 1);
        sha256.update(left);
        return sha256.digest(right);
    }
}
