package io.dayreel.protocol.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.protocol.frame.FrameException;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.merkle.MerkleHash;
import io.dayreel.protocol.merkle.MerkleTree;
import io.dayreel.protocol.stream.FramePosition;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentReaderTest {
    @TempDir
    Path directory;

    private final SampleFrames sample = new SampleFrames(2);
    private Path file;

    @BeforeEach
    void chooseFile() {
        file = directory.resolve("a.drs");
    }

    @Test
    void theIndexIsWhatTheFramesSay() throws IOException {
        byte[] bytes = bytesOf(sample.recording(17, 500));

        SegmentReader reader = new SegmentReader(new MemorySource(bytes));
        List<IndexEntry> fromFrames = new ArrayList<>();
        reader.forEachFrame((offset, frame) -> fromFrames.add(IndexEntry.of(frame, offset)));

        assertThat(reader.index()).isEqualTo(fromFrames);
        assertThat((double) footerSize(reader, bytes) / reader.frameCount()).isLessThan(20);
    }

    @Test
    void oneReadOfWhatTheTableNamesHoldsTheFramesOfARange() throws IOException {
        byte[] bytes = bytesOf(sample.recording(17, 500));
        SegmentReader reader = new SegmentReader(new MemorySource(bytes));
        ByteRange range = reader.keyFrames().bytesForCounters(17, 200, 250);

        List<Long> counters = new ArrayList<>();
        reader.forEachFrame(range, (offset, frame) -> counters.add(frame.counter()));

        assertThat(counters).startsWith(181L).contains(200L, 250L).endsWith(270L);
        assertThat(range.length()).isLessThan(bytes.length / 4);
    }

    @Test
    void openingALargeSegmentReadsOnlyItsEnds() throws IOException {
        byte[] bytes = bytesOf(sample.recording(17, 5000));
        MemorySource source = new MemorySource(bytes);

        new SegmentReader(source).summary();

        assertThat(source.bytesRead()).isLessThan(bytes.length / 3);
    }

    @Covers("F1")
    @Test
    void verificationNamesTheFrameThatHoldsAnAlteredByte() throws IOException {
        byte[] whole = bytesOf(sample.recording(17, 60));
        List<IndexEntry> index = new SegmentReader(new MemorySource(whole)).index();
        Random random = new Random(4);
        for (int i = 0; i < 300; i++) {
            int frame = random.nextInt(index.size() - 1);
            long start = index.get(frame).offset();
            long end = index.get(frame + 1).offset();
            byte[] altered = whole.clone();
            altered[(int) start + random.nextInt((int) (end - start))] ^= (byte) (1 << random.nextInt(8));

            SegmentVerification result = new SegmentReader(new MemorySource(altered)).verify();

            assertThat(result.damage().orElseThrow().bytes()).isEqualTo(new ByteRange(start, end - start));
        }
    }

    @Test
    void noAlteredByteOutsideOfTheFramesGoesUnnoticed() throws IOException {
        byte[] whole = bytesOf(sample.recording(17, 60));
        ByteRange frames = new SegmentReader(new MemorySource(whole)).frames();
        for (int at = 0; at < whole.length; at++) {
            if (at >= frames.offset() && at < frames.end()) {
                continue;
            }
            byte[] altered = whole.clone();
            altered[at] ^= 4;
            assertThat(isIntact(altered)).as("byte %d", at).isFalse();
        }
        assertThat(isIntact(whole)).isTrue();
    }

    private static boolean isIntact(byte[] bytes) throws IOException {
        try {
            return new SegmentReader(new MemorySource(bytes)).verify().isIntact();
        } catch (FrameException e) {
            return false;
        }
    }

    @Test
    void aWholeSegmentThatIsNotTheAnnouncedOneIsToldApart() throws IOException {
        SegmentReader reader = new SegmentReader(new MemorySource(bytesOf(sample.recording(17, 60))));
        MerkleHash other = MerkleTree.leafHash(ByteBuffer.allocate(1));

        assertThat(reader.verify(reader.root()).isIntact()).isTrue();
        assertThat(reader.verify(other).damage().orElseThrow().what()).contains("not the segment that was announced");
    }

    @Test
    void unknownSectionsAreSkipped() throws IOException {
        LebWriter footer = new LebWriter();
        SegmentFooter.appendSection(footer, 77, new LebWriter().bytes(new byte[50]));
        SegmentFooter.appendSection(footer, SegmentFormat.MARKS, MarkLog.encode(List.of()));

        assertThat(SegmentFooter.decode(ByteBuffer.wrap(footer.toArray())).marks())
                .isEmpty();
    }

    @Test
    void arrivalsConflictsFollowsAndEarlierConfigurationsAreKept() throws IOException {
        MerkleHash followed = MerkleTree.leafHash(ByteBuffer.allocate(3));
        StoredConfiguration earlier = StoredConfiguration.decode(sample.configuration(1, 0, 0));
        StoredConfiguration unused = StoredConfiguration.decode(sample.configuration(1, 1, 9));
        ClosedSegment closed;
        try (SegmentWriter writer = new SegmentWriter(file, SampleFrames.HEADER, List.of(earlier, unused))) {
            writer.append(SampleFrames.view(sample.video(1, 40)));
            writer.append(SampleFrames.view(sample.video(1, 41)));
            writer.batch(1_000, "topic-a", 7, 500);
            writer.batch(1_001, "topic-a", 7, 501);
            writer.append(SampleFrames.view(sample.video(1, 40)), true);
            writer.append(SampleFrames.view(sample.other(FrameType.GONE, 0, 1, 42, "{}")));
            writer.batch(2_000, "topic-b", 2, 3);
            closed = writer.finish(List.of(followed));
        }

        SegmentReader reader = new SegmentReader(new MemorySource(Files.readAllBytes(file)));

        assertThat(reader.arrivals())
                .containsExactly(new Arrival(1_000, 2, "topic-a", 7, 500), new Arrival(2_000, 2, "topic-b", 2, 3));
        assertThat(reader.conflicts()).containsExactly(2);
        assertThat(reader.follows()).containsExactly(followed);
        assertThat(reader.configurations()).containsExactly(earlier);
        assertThat(reader.summary()).isEqualTo(closed.summary());
        assertThat(closed.summary().conflicts()).containsExactly(new FramePosition(1, 40));
        assertThat(closed.summary().first()).isEqualTo(new FramePosition(1, 40));
        assertThat(closed.summary().gone()).hasSize(1);
        assertThat(closed.summary().sources())
                .containsExactly(
                        new SourceSpan("topic-a", 7, 500, 500, 1_000, 1_000),
                        new SourceSpan("topic-b", 2, 3, 3, 2_000, 2_000));
    }

    @Test
    void aFrameOfAnotherDayIsRefusedAndNothingIsWritten() throws IOException {
        SegmentHeader otherDay = new SegmentHeader(
                SampleFrames.STREAM.deviceId().on(SampleFrames.DAY.next()), SampleFrames.HEADER.created(), "test");
        try (SegmentWriter writer = new SegmentWriter(file, otherDay, List.of())) {
            long size = writer.size();

            assertThatThrownBy(() -> writer.append(SampleFrames.view(sample.video(1, 1))))
                    .isInstanceOf(IllegalArgumentException.class);

            assertThat(writer.size()).isEqualTo(size);
            assertThat(writer.hasRoomFor(SampleFrames.view(sample.video(1, 1)))).isTrue();
        }
    }

    @Test
    void framesLargerThanTheWriteBufferAreWrittenWhole() throws IOException {
        List<byte[]> frames = sample.recording(3, 100);
        try (SegmentWriter writer = new SegmentWriter(file, SampleFrames.HEADER, List.of(), 128)) {
            for (byte[] frame : frames) {
                writer.append(SampleFrames.view(frame));
            }
            writer.flush();
            List<ByteBuffer> scanned = new ArrayList<>();
            SegmentScan.scan(
                    new MemorySource(Files.readAllBytes(file)),
                    (offset, frame) -> scanned.add(ByteBuffer.wrap(frame.messageBytes())));
            assertThat(scanned).isEqualTo(frames.stream().map(ByteBuffer::wrap).toList());
            writer.finish(List.of());
        }

        assertThat(isIntact(Files.readAllBytes(file))).isTrue();
    }

    @Test
    void anAbortedSegmentLeavesNoFile() throws IOException {
        SegmentWriter writer = new SegmentWriter(file, SampleFrames.HEADER, List.of());
        writer.append(SampleFrames.view(sample.video(1, 1)));

        writer.abort();

        assertThat(file).doesNotExist();
    }

    private byte[] bytesOf(List<byte[]> frames) throws IOException {
        return Files.readAllBytes(SampleFrames.write(file, frames).file());
    }

    private static long footerSize(SegmentReader reader, byte[] bytes) {
        return bytes.length - reader.frames().end();
    }
}
