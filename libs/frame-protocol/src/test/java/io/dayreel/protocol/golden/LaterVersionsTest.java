package io.dayreel.protocol.golden;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.protocol.clip.ClipProof;
import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.manifest.ExcerptProof;
import io.dayreel.protocol.manifest.ManifestFormatException;
import io.dayreel.protocol.manifest.SignedManifest;
import io.dayreel.protocol.segment.KeyFrameTable;
import io.dayreel.protocol.segment.MemorySource;
import io.dayreel.protocol.segment.SegmentReader;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What a later version wrote is refused with a word about its version, and never read as if it were this one's. */
class LaterVersionsTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");
    private static final String THIS_FORMAT = "\"format\":1";
    private static final String LATER_FORMAT = "\"format\":2";

    @Covers("C10")
    @Test
    void aFrame() throws IOException {
        byte[] frame = Files.readAllBytes(GOLDEN.resolve("frames/video-key.bin"));
        frame[FrameLayout.VERSION_AT] = 2;

        assertThatThrownBy(() -> new FrameView().wrap(frame, 0, frame.length))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("version must be 1 but is 2");
    }

    @Covers("C10")
    @Test
    void aSegment() throws IOException {
        byte[] segment = later(GOLDEN.resolve("segments/plain.drs"));

        assertThatThrownBy(() -> new SegmentReader(new MemorySource(segment)).header())
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("format must be 1 but is 2");
    }

    @Covers("C10")
    @Test
    void aKeyFrameTable() {
        assertThatThrownBy(() -> KeyFrameTable.decode(new byte[] {2, 0}))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("its version is not 1");
    }

    @Covers("C10")
    @Test
    void aManifest() throws IOException {
        byte[] manifest = later(GOLDEN.resolve("days/0.1/day/manifest-0.json"));

        assertThatThrownBy(() -> SignedManifest.read(manifest))
                .isInstanceOf(ManifestFormatException.class)
                .hasMessageContaining("format must be 1 but is 2");
    }

    @Covers("C10")
    @Test
    void aProofOfARange() throws IOException {
        byte[] proof = later(GOLDEN.resolve("days/0.1/excerpt.frames.proof"));

        assertThatThrownBy(() -> ExcerptProof.read(proof))
                .isInstanceOf(ManifestFormatException.class)
                .hasMessageContaining("format must be 1 but is 2");
    }

    @Covers("C10")
    @Test
    void aProofOfAClip() {
        assertThatThrownBy(() -> ClipProof.read(ByteBuffer.wrap(new byte[] {2, 0})))
                .isInstanceOf(FrameException.class)
                .hasMessageContaining("version is not 1");
    }

    /** The same number of bytes, so that all else stays in its place. */
    private static byte[] later(Path file) throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        return text.replaceFirst(THIS_FORMAT, LATER_FORMAT).getBytes(StandardCharsets.ISO_8859_1);
    }
}
