package io.dayreel.protocol.clip;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.clip.ClipPart.NotYetProven;
import io.dayreel.protocol.clip.ClipPart.OfSegment;
import io.dayreel.protocol.clip.SampleClip.Clip;
import io.dayreel.protocol.clip.SampleClip.FakeSample;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.manifest.DayReport;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipVerificationTest {
    private static final KeyPair KEY = newKey();

    @TempDir
    Path directory;

    private final List<byte[]> minute = SampleClip.recording(600);
    private SampleClip camera;

    @BeforeEach
    void archiveTwoSegments() throws IOException {
        camera = new SampleClip(directory);
        camera.archive(minute.subList(0, 250));
        camera.archive(minute.subList(250, 600));
    }

    private static KeyPair newKey() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Clip sealedClip() throws IOException {
        camera.seal(KEY);
        return camera.clip(minute.subList(152, 452));
    }

    private static ClipReport verify(ClipFile file) throws IOException {
        return ClipVerification.of(file, List.of(KEY.getPublic()));
    }

    private static void assertAltered(ClipReport report, FakeSample at, String... words) {
        assertThat(report.state()).isEqualTo(DayReport.State.ALTERED);
        assertThat(report.findings().get(0).what()).contains(words);
        assertThat(report.findings().get(0).bytes().orElseThrow().offset()).isEqualTo(at.offset());
        assertThat(report.findings().get(0).bytes().orElseThrow().length()).isEqualTo(at.length());
    }

    @Covers("F1")
    @Test
    void aClipOfASealedDayIsProvenByItselfAndThePublicKey() throws IOException {
        Clip clip = sealedClip();

        ClipReport report = verify(clip.file());

        assertThat(report.findings()).isEmpty();
        assertThat(report.state()).isEqualTo(DayReport.State.SEALED);
        assertThat(report.sealed()).isEqualTo(clip.video.sampleCount() + clip.audio.sampleCount());
        assertThat(report.samples()).isEqualTo(report.sealed()).isGreaterThan(280);
        assertThat(report.seals()).containsOnlyKeys(SampleClip.STREAM.toString());
        assertThat(report.lastMicros().orElseThrow() - report.firstMicros().orElseThrow())
                .isEqualTo(299 * 11_111L);
    }

    @Test
    void makingTheProofOfWholeGroupsReadsTheFooterAndTheFramesAroundTheEnds() throws IOException {
        SampleClip large = new SampleClip(directory);
        List<byte[]> hour = SampleClip.recording(40_000).stream()
                .filter(message -> SampleClip.view(message).type() != FrameType.EVENT)
                .toList();
        large.archive(hour);

        Clip clip = large.clip(hour.subList(10_000, 30_000));

        long footer = ((OfSegment) clip.proof.parts().get(0)).segment().footerBytes().length;
        assertThat(large.bytesRead()).isLessThan(footer + (128 << 10));
        assertThat(clip.proof.bytes().length - footer).isLessThan(20_000 * 4);
    }

    @Covers("F1")
    @Test
    void anAlteredByteIsFoundInTheFrameThatItIsIn() throws IOException {
        Clip clip = sealedClip();
        FakeSample sample = clip.video.samples.get(40);
        byte[] bytes = clip.bytes.toByteArray();
        bytes[(int) sample.offset() + 5] ^= 1;

        ClipReport report = verify(clip.file(bytes));

        assertAltered(report, sample, "track 1, captured 2026-03-14T10:00:03.", "not the frame that was stored");
        assertThat(report.findings()).hasSize(1);
    }

    @Covers("F1")
    @Test
    void anAlteredByteWhoseChecksumWasMendedIsFoundWithinItsGroup() throws IOException {
        Clip clip = sealedClip();
        FakeSample sample = clip.audio.samples.get(40);
        byte[] bytes = clip.bytes.toByteArray();
        forge(bytes, (int) sample.offset(), sample.length());

        ClipReport report = verify(clip.file(bytes));

        assertThat(report.state()).isEqualTo(DayReport.State.ALTERED);
        assertThat(report.findings()).hasSize(1);
        assertThat(report.findings().get(0).what()).contains("has a good checksum, but is not as it was stored");
        assertThat(report.findings().get(0).bytes().orElseThrow().offset()).isLessThanOrEqualTo(sample.offset());
        assertThat(report.findings().get(0).bytes().orElseThrow().end()).isGreaterThan(sample.offset());
    }

    /** Adds a multiple of the checksum's polynomial, which leaves every CRC-32C as it is. */
    private static void forge(byte[] bytes, int at, int length) {
        long polynomial = 0x1_05EC_76F1L; // bits of CRC-32C, reflected, with the leading one
        for (int bit = 0; bit < 33; bit++) {
            if ((polynomial >>> bit & 1) != 0) {
                bytes[at + length / 2 + bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    @Covers("F1")
    @Test
    void anAlteredTimeInTheProofIsFound() throws IOException {
        Clip clip = sealedClip();
        OfSegment part = (OfSegment) clip.proof.parts().get(0);
        List<ClipPart.Placed> frames = new ArrayList<>(part.frames());
        ClipPart.Placed frame = frames.get(30);
        frames.set(
                30,
                new ClipPart.Placed(
                        frame.frame(),
                        frame.lane(),
                        frame.sample(),
                        frame.compositionOffsetMicros() + 1,
                        frame.durationMicros()));
        clip.proof = withPart(clip.proof, 0, new OfSegment(part.segment(), frames, part.others()));

        ClipReport report = verify(clip.file());

        assertThat(report.findings()).hasSize(1);
        assertThat(report.findings().get(0).what()).contains("not the frame that was stored");
    }

    private static ClipProof withPart(ClipProof proof, int number, ClipPart part) {
        List<ClipPart> parts = new ArrayList<>(proof.parts());
        parts.set(number, part);
        return new ClipProof(proof.device(), proof.manifests(), proof.lanes(), parts);
    }

    @Covers("F1")
    @Test
    void swappedSamplesAreFound() throws IOException {
        Clip clip = sealedClip();
        FakeSample a = clip.video.samples.get(10);
        FakeSample b = clip.video.samples.get(11);
        clip.video.samples.set(10, new FakeSample(b.offset(), b.length(), a.decode(), a.composition(), a.sync()));
        clip.video.samples.set(11, new FakeSample(a.offset(), a.length(), b.decode(), b.composition(), b.sync()));

        ClipReport report = verify(clip.file());

        assertThat(report.findings()).hasSize(2);
        assertAltered(report, a, "not the frame that was stored");
    }

    @Covers("F1")
    @Test
    void aSampleThatIsPlayedAtAnotherTimeThanItWasCapturedIsFound() throws IOException {
        Clip clip = sealedClip();
        FakeSample sample = clip.audio.samples.get(25);
        clip.audio.samples.set(25, new FakeSample(sample.offset(), sample.length(), sample.decode() + 1, 0, true));

        ClipReport report = verify(clip.file());

        assertAltered(report, sample, "captured", "ticks after");
    }

    @Test
    void tracksThatAreNotInStepAreFound() throws IOException {
        Clip clip = sealedClip();
        clip.tracks();
        ClipMedia shifted = () -> List.of(clip.video, moved(clip.audio));

        ClipFile file = clip.file();
        ClipReport report = verify(new ClipFile(file.name(), file.bytes(), shifted, file.proof(), file.proofAt()));

        assertThat(report.findings())
                .singleElement()
                .extracting(DayReport.Finding::what)
                .asString()
                .contains("100 ms");
    }

    private static ClipMedia.Track moved(SampleClip.FakeTrack track) {
        track.playedAfter += 4800;
        return track;
    }

    @Covers("F1")
    @Test
    void aSampleThatTheProofDoesNotSpeakOfIsFound() throws IOException {
        Clip clip = sealedClip();
        FakeSample last = clip.audio.samples.get(clip.audio.sampleCount() - 1);
        clip.audio.samples.add(last);

        ClipReport report = verify(clip.file());

        assertAltered(report, last, "the proof does not speak of it");
    }

    @Covers("F1")
    @Test
    void aFrameThatWasTakenOutOfTheClipAndOfItsProofIsMissed() throws IOException {
        camera.seal(KEY);
        Clip clip = camera.clip(minute.subList(152, 452), frame -> frame.counter() != 301 && frame.counter() != 302);

        ClipReport report = verify(clip.file());

        assertThat(report.state()).isEqualTo(DayReport.State.ALTERED);
        assertThat(report.findings().get(0).what()).contains("of track", "is missing from the clip");
    }

    @Covers("F1")
    @Test
    void aWholeSegmentThatWasTakenOutIsMissed() throws IOException {
        camera = new SampleClip(directory);
        camera.archive(minute.subList(0, 200));
        camera.archive(minute.subList(200, 400));
        camera.archive(minute.subList(400, 600));
        camera.seal(KEY);
        camera.stored.remove(1);
        Clip clip = camera.clip(minute.subList(152, 452), frame -> frame.counter() < 200 || frame.counter() >= 400);

        ClipReport report = verify(clip.file());

        assertThat(report.findings())
                .singleElement()
                .extracting(DayReport.Finding::what)
                .asString()
                .contains("nothing of segment", "which the manifest names");
    }

    @Test
    void aClipOfOneTrackIsProvenAlone() throws IOException {
        camera.seal(KEY);
        Clip clip = camera.clip(minute.subList(152, 452), frame -> frame.type() == FrameType.VIDEO);

        ClipReport report = verify(clip.file());

        assertThat(report.state()).isEqualTo(DayReport.State.SEALED);
        assertThat(report.sealed()).isEqualTo(clip.video.sampleCount());
    }

    @Covers("F1")
    @Test
    void otherDecoderParametersAreFound() throws IOException {
        Clip clip = sealedClip();
        clip.video.record = new byte[] {1, 100, 0, 32};

        ClipReport report = verify(clip.file());

        assertAltered(report, clip.video.samples.get(0), "parameters are not those of configuration 3");
    }

    @Covers("F1")
    @Test
    void aManifestOfAnotherKeyProvesNothing() throws IOException {
        camera.seal(newKey());
        Clip clip = camera.clip(minute.subList(152, 452));

        ClipReport report = verify(clip.file());

        assertThat(report.state()).isEqualTo(DayReport.State.ALTERED);
        assertThat(report.findings().get(0).what()).contains("signed by key", "which was not given");
        assertThat(report.sealed()).isZero();
    }

    @Covers("F1")
    @Test
    void beforeTheDayIsSealedFramesAreProvenToBeOfTheirSegmentsAlone() throws IOException {
        Clip clip = camera.clip(minute.subList(152, 452));

        ClipReport report = verify(clip.file());

        assertThat(report.state()).isEqualTo(DayReport.State.UNSEALED);
        assertThat(report.findings()).isEmpty();
        assertThat(report.unsealed())
                .containsExactly(
                        camera.summaries.get(0).root(), camera.summaries.get(1).root());
        assertThat(report.proven()).isEqualTo(report.samples());
    }

    @Covers("F1")
    @Test
    void framesThatNoSegmentHoldsYetAreCountedAsNotProven() throws IOException {
        camera = new SampleClip(directory);
        camera.archive(minute.subList(0, 250));
        Clip clip = camera.clip(minute.subList(152, 452));

        ClipReport report = verify(clip.file());

        assertThat(report.state()).isEqualTo(DayReport.State.UNSEALED);
        assertThat(report.notProven()).isPositive().isLessThan(report.samples());
        assertThat(report.notProven() + report.proven()).isEqualTo(report.samples());
        assertThat(clip.proof.parts()).hasExactlyElementsOfTypes(OfSegment.class, NotYetProven.class);
    }

    @Test
    void framesOfASegmentThatWasAlteredNearThemAreNotProven() throws IOException {
        byte[] object = camera.objects.get(camera.stored.get(0).key());
        object[frameAt(object, minute.get(150)) + 45] ^= 1;

        Clip clip = camera.clip(minute.subList(152, 452));

        ClipReport report = verify(clip.file());
        assertThat(report.findings()).isEmpty();
        assertThat(report.notProven()).isPositive();
        assertThat(report.unsealed()).containsExactly(camera.summaries.get(1).root());
    }

    private static int frameAt(byte[] object, byte[] message) {
        for (int at = 0; ; at++) {
            if (ByteBuffer.wrap(object, at, message.length).equals(ByteBuffer.wrap(message))) {
                return at;
            }
        }
    }

    @Test
    void theProofIsReadBackAsItWasWritten() throws IOException {
        Clip clip = sealedClip();
        byte[] bytes = clip.proof.bytes();

        ClipProof read = ClipProof.read(ByteBuffer.wrap(bytes));

        assertThat(read.bytes()).isEqualTo(bytes);
        assertThat(read.lanes()).isEqualTo(clip.proof.lanes());
        assertThat(((OfSegment) read.parts().get(1)).frames())
                .isEqualTo(((OfSegment) clip.proof.parts().get(1)).frames());
    }
}
