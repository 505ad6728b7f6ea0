package io.dayreel.protocol.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
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
    void everyLeafIsProvenAndNoOtherLeafPlaceOrRootIs() {
        for (int n = 1; n <= MAX_LEAVES; n += n < 20 ? 1 : 13) {
            List<MerkleHash> leaves = leaves(n);
            MerkleHash root = root(leaves);
            for (int i = 0; i < n; i++) {
                InclusionProof proof = InclusionProof.of(leaves, i);

                assertThat(proof.proves(leaves.get(i), root)).isTrue();
                assertThat(proof.proves(MerkleTree.leafHash(ByteBuffer.wrap(leaf(i + 1000))), root))
                        .isFalse();
                assertThat(proof.proves(leaves.get(i), leaves.get(i))).isEqualTo(n == 1);
                assertThat(n > 1 && new InclusionProof((i + 1) % n, n, proof.path()).proves(leaves.get(i), root))
                        .isFalse();
            }
        }
    }

    @Test
    void aProofWithAPathTooShortOrTooLongProvesNothing() {
        List<MerkleHash> leaves = leaves(5);
        InclusionProof proof = InclusionProof.of(leaves, 2);
        List<MerkleHash> longer = new ArrayList<>(proof.path());
        longer.add(leaves.get(0));

        assertThat(new InclusionProof(2, 5, proof.path().subList(1, 3)).proves(leaves.get(2), root(leaves)))
                .isFalse();
        assertThat(new InclusionProof(2, 5, longer).proves(leaves.get(2), root(leaves)))
                .isFalse();
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
