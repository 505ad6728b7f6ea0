package io.dayreel.protocol.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.merkle.MerkleTree;
import io.dayreel.protocol.segment.SegmentVerification.Damage;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TamperedSegmentTest {
    @TempDir
    Path directory;

    private byte[] whole;
    private MerkleHash root;
    private ByteRange frames;
    private List<IndexEntry> index;

    @BeforeEach
    void write() throws IOException {
        whole = Files.readAllBytes(SampleFrames.write(directory.resolve("a.drs"), new SampleFrames(3).recording(7, 150))
                .file());
        SegmentReader reader = new SegmentReader(new MemorySource(whole));
        root = reader.root();
        frames = reader.frames();
        index = reader.index();
    }

    @Covers("F1")
    @Test
    void anyAlteredByteIsInTheRangeThatIsNamedWhichIsNeverMoreThanItsPartOrFrame() throws IOException {
        Random random = new Random(5);
        for (int at = 0; at < whole.length; at += at >= frames.offset() && at < frames.end() ? 7 : 1) {
            byte[] altered = whole.clone();
            altered[at] ^= (byte) (1 << random.nextInt(8));

            Damage damage = damage(altered, root);

            assertThat(damage.bytes().offset())
                    .as("byte %d: %s", at, damage)
                    .isLessThanOrEqualTo(at)
                    .isGreaterThanOrEqualTo(partOf(at).offset());
            assertThat(damage.bytes().end())
                    .as("byte %d: %s", at, damage)
                    .isGreaterThan(at)
                    .isLessThanOrEqualTo(partOf(at).end());
        }
        assertThat(SegmentVerification.of(new MemorySource(whole), root).isIntact())
                .isTrue();
    }

    private ByteRange partOf(int at) {
        int trailer = whole.length - SegmentFormat.TRAILER_LENGTH;
        if (at < frames.offset()) {
            return new ByteRange(0, frames.offset());
        }
        if (at >= trailer) {
            return new ByteRange(trailer, SegmentFormat.TRAILER_LENGTH);
        }
        if (at >= frames.end()) {
            return new ByteRange(frames.end(), trailer - frames.end());
        }
        int frame = 0;
        while (frame + 1 < index.size() && index.get(frame + 1).offset() <= at) {
            frame++;
        }
        return frame(frame);
    }

    private ByteRange frame(int number) {
        long end = number + 1 == index.size()
                ? frames.end()
                : index.get(number + 1).offset();
        return new ByteRange(index.get(number).offset(), end - index.get(number).offset());
    }

    private static Damage damage(byte[] bytes, MerkleHash root) throws IOException {
        return SegmentVerification.of(new MemorySource(bytes), root).damage().orElseThrow();
    }

    @Covers("F1")
    @Test
    void aFrameThatWasChangedSoThatItsChecksumStaysTheSameIsFoundToWithinSixtyFourFrames() throws IOException {
        for (int number : List.of(1, 62, 63, 100, 148)) {
            byte[] altered = whole.clone();
            ByteRange frame = frame(number);
            int start = (int) frame.offset();
            addMultipleOfCrcPolynomial(altered, start + FrameLayout.HEADER_LENGTH);
            assertThat(SampleFrames.view(Arrays.copyOfRange(altered, start, (int) frame.end()))
                            .hasValidCrc())
                    .isTrue();

            Damage damage = damage(altered, root);

            assertThat(damage.what()).contains("good checksums");
            assertThat(damage.bytes().offset()).isLessThanOrEqualTo(frame.offset());
            assertThat(damage.bytes().end()).isGreaterThanOrEqualTo(frame.end());
            assertThat(index.stream()
                            .filter(entry -> entry.offset() >= damage.bytes().offset()
                                    && entry.offset() < damage.bytes().end()))
                    .hasSizeLessThanOrEqualTo(64);
        }
    }

    /** A checksum of 32 bits stays the same if its polynomial is added, bits counted from the lowest of each byte. */
    private static void addMultipleOfCrcPolynomial(byte[] bytes, int at) {
        long polynomial = 0x1_1EDC_6F41L;
        for (int bit = 0; bit <= 32; bit++) {
            if ((polynomial >>> 32 - bit & 1) != 0) {
                bytes[at + bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    @Test
    void aSegmentThatIsCutOffAnywhereIsNeverTakenForWhole() throws IOException {
        for (int length = 0; length < whole.length; length += 97) {
            byte[] cut = Arrays.copyOf(whole, length);

            assertThat(SegmentVerification.of(new MemorySource(cut), root).isIntact())
                    .as("%d bytes", length)
                    .isFalse();
            assertThat(SegmentVerification.of(new MemorySource(cut)).isIntact())
                    .as("%d bytes", length)
                    .isFalse();
        }
    }

    @Covers("F1")
    @Test
    void aRangeOfFramesIsProvenWithoutTheRestOfTheSegment() throws IOException {
        for (int first = 0; first < index.size(); first += 11) {
            for (int count : new int[] {1, 5, 70, index.size()}) {
                Set<IndexEntry> wanted = Set.copyOf(index.subList(first, Math.min(index.size(), first + count)));

                SegmentExcerpt excerpt = SegmentExcerpt.of(new MemorySource(whole), root, wanted::contains)
                        .orElseThrow();

                assertThat(excerpt.frames()).hasSize(wanted.size());
                assertThat(excerpt.frames().get(0)).isEqualTo(frame(first));
                assertThat(excerpt.proof().root(leaves(whole, excerpt))).contains(root);
                byte[] other = whole.clone();
                other[(int) excerpt.frames().get(wanted.size() - 1).end() - 1] ^= 1;
                assertThat(excerpt.proof().root(leaves(other, excerpt)))
                        .isPresent()
                        .get()
                        .isNotEqualTo(root);
            }
        }
        assertThat(SegmentExcerpt.of(new MemorySource(whole), root, entry -> false))
                .isEmpty();
    }

    private static List<MerkleHash> leaves(byte[] segment, SegmentExcerpt excerpt) {
        return excerpt.frames().stream()
                .map(at -> MerkleTree.leafHash(ByteBuffer.wrap(segment, (int) at.offset(), (int) at.length())))
                .toList();
    }

    @Test
    void nothingIsProvenOfFramesThatWereAlteredNorOfAnotherSegment() {
        byte[] altered = whole.clone();
        altered[(int) frame(80).offset() + 45] ^= 1;

        for (int number : new int[] {80, 81}) {
            assertThatThrownBy(() -> SegmentExcerpt.of(new MemorySource(altered), root, index.get(number)::equals))
                    .isInstanceOf(FrameException.class)
                    .hasMessageContaining("altered");
        }
        assertThatThrownBy(() -> SegmentExcerpt.of(
                        new MemorySource(whole), MerkleTree.leafHash(ByteBuffer.allocate(1)), entry -> true))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("not the segment");
    }
}
