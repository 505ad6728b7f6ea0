package io.dayreel.protocol.segment;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.FrameType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentBoundsTest {
    @TempDir
    Path directory;

    private final SampleFrames sample = new SampleFrames(6);

    @Test
    void veryManyRunsCloseASegment() throws IOException {
        assertThat(framesUntilFull(i -> sample.video(i, 2))).isEqualTo(1024);
    }

    @Test
    void veryManyHolesCloseASegment() throws IOException {
        assertThat(framesUntilFull(i -> sample.video(i % 3, 2L * i))).isEqualTo(8192);
    }

    @Test
    void veryManyEventsCloseASegment() throws IOException {
        assertThat(framesUntilFull(i -> sample.other(FrameType.EVENT, 1, 1, i, "{}")))
                .isEqualTo(2048);
    }

    @Test
    void veryLongEventsCloseASegment() throws IOException {
        String json = "\"" + "x".repeat(16_000) + "\"";

        assertThat(framesUntilFull(i -> sample.other(FrameType.EVENT, 1, 1, i, json)))
                .isEqualTo(17);
    }

    @Test
    void manyConfigurationsCloseASegment() throws IOException {
        assertThat(framesUntilFull(i -> sample.configuration(i / 256, i, i % 256)))
                .isEqualTo(1900);
    }

    @Test
    void anOrdinarySegmentIsNotBounded() throws IOException {
        List<byte[]> frames = sample.recording(1, 20_000);

        assertThat(framesUntilFull(i -> i < frames.size() ? frames.get(i) : null))
                .isEqualTo(20_000);
    }

    /** Also checks that the full segment can be closed and that its table stays small. */
    private int framesUntilFull(IntFunction<byte[]> frames) throws IOException {
        try (SegmentWriter writer = new SegmentWriter(directory.resolve("a.drs"), SampleFrames.HEADER, List.of())) {
            int count = 0;
            for (byte[] frame = frames.apply(0);
                    frame != null && writer.hasRoomFor(SampleFrames.view(frame));
                    frame = frames.apply(count)) {
                writer.append(SampleFrames.view(frame));
                count++;
            }
            SegmentSummary summary = writer.finish(List.of()).summary();
            assertThat(summary.keyFrames().encode()).hasSizeLessThan(300_000);
            return count;
        }
    }
}
