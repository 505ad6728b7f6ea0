package io.dayreel.protocol.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.merkle.MerkleTree;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentWriterTest {
    @TempDir
    Path directory;

    @Covers("A2")
    @Test
    void aReaderSeesTheFramesThatWereWrittenByteForByte() throws IOException {
        List<byte[]> frames = new SampleFrames(1).recording(17, 500);
        ClosedSegment closed = SampleFrames.write(directory.resolve("a.drs"), frames);

        List<byte[]> read = new ArrayList<>();
        try (ByteSource source = new FileByteSource(closed.file())) {
            new SegmentReader(source).forEachFrame((offset, frame) -> read.add(frame.messageBytes()));
        }

        assertThat(read)
                .usingElementComparator((a, b) -> ByteBuffer.wrap(a).compareTo(ByteBuffer.wrap(b)))
                .containsExactlyElementsOf(frames);
    }

    @Covers("A3")
    @Test
    void theSummaryCanBeRebuiltFromTheObjectAlone() throws IOException {
        ClosedSegment closed = SampleFrames.write(directory.resolve("a.drs"), new SampleFrames(1).recording(17, 500));

        SegmentSummary rebuilt;
        try (ByteSource source = new FileByteSource(closed.file())) {
            rebuilt = new SegmentReader(source).summary();
        }

        assertThat(rebuilt).isEqualTo(closed.summary());
        assertThat(rebuilt.size()).isEqualTo(Files.size(closed.file()));
        assertThat(rebuilt.events()).hasSize(10).allMatch(mark -> mark.json().isPresent());
        assertThat(rebuilt.endsOfRuns()).singleElement().extracting(Mark::type).isEqualTo(FrameType.END_OF_RUN);
        assertThat(rebuilt.configurations()).hasSize(1);
        assertThat(rebuilt.keyFrames().extents()).hasSize(1);
    }

    @Covers("A3")
    @Test
    void aSegmentTellsFromWhereOnEachConfigurationIsUsed() throws IOException {
        SampleFrames sample = new SampleFrames(1);
        List<byte[]> frames = new ArrayList<>();
        frames.add(sample.configuration(17, 0, 4));
        frames.add(sample.configuration(17, 1, 5));
        for (long counter : new long[] {4, 5, 3, 2}) {
            frames.add(sample.video(17, counter, counter < 4 ? 4 : 5));
        }
        frames.add(sample.video(18, 0, 4));

        ClosedSegment closed = SampleFrames.write(directory.resolve("a.drs"), frames);

        SegmentSummary summary = closed.summary();
        TrackSummary video = summary.tracks().stream()
                .filter(track -> track.type() == FrameType.VIDEO)
                .findFirst()
                .orElseThrow();
        int type = FrameType.VIDEO.code();
        assertThat(summary.startsOf(video))
                .containsExactly(new ConfigurationStart(17, 0, type, 4, 2), new ConfigurationStart(17, 0, type, 5, 4));
        try (ByteSource source = new FileByteSource(closed.file())) {
            assertThat(new SegmentReader(source).summary()).isEqualTo(summary);
        }
    }

    @Test
    void theRootIsTheTreeHashOverHeaderFramesAndFooter() throws IOException {
        List<byte[]> frames = new SampleFrames(1).recording(17, 100);
        ClosedSegment closed = SampleFrames.write(directory.resolve("a.drs"), frames);

        byte[] bytes = Files.readAllBytes(closed.file());
        byte[] header = SampleFrames.HEADER.encode();
        MerkleTree tree = new MerkleTree();
        tree.add(ByteBuffer.wrap(header));
        frames.forEach(frame -> tree.add(ByteBuffer.wrap(frame)));
        int footer =
                header.length + frames.stream().mapToInt(frame -> frame.length).sum();
        tree.add(bytes, footer, bytes.length - 64 - footer);

        assertThat(closed.summary().root()).isEqualTo(tree.root());
        try (ByteSource source = new FileByteSource(closed.file())) {
            assertThat(new SegmentReader(source).verify().isIntact()).isTrue();
        }
    }
}
