package io.dayreel.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.segment.FileByteSource;
import io.dayreel.testkit.Covers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictIT {
    private static final int FRAME = 140;

    @TempDir
    Path directory;

    private Path file(int damagedByte) throws IOException {
        FrameEncoder encoder = new FrameEncoder();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < 10; i++) {
            FrameHeader header = FrameHeader.of(FrameType.DATA, Codec.BYTES)
                    .at(20_778, 18_000, i)
                    .timed(i, 0, 0);
            bytes.writeBytes(encoder.encode(header, new byte[FRAME - 40]));
        }
        byte[] written = bytes.toByteArray();
        if (damagedByte >= 0) {
            written[damagedByte] ^= 1;
        }
        Path file = directory.resolve("ten.frames");
        Files.write(file, written);
        return file;
    }

    @Covers("F1")
    @Test
    void theFirstAlteredByteRangeIsNamed() throws IOException {
        try (FileByteSource source = new FileByteSource(file(3 * FRAME + 77))) {
            Verdict verdict = Verdict.ofFrames("ten.frames", source);

            assertThat(verdict.intact()).isFalse();
            assertThat(verdict.from()).hasValue(3L * FRAME);
            assertThat(verdict.to()).hasValue(4L * FRAME - 1);
        }
    }

    @Test
    void aWholeFileIsIntactAndCounted() throws IOException {
        try (FileByteSource source = new FileByteSource(file(-1))) {
            Verdict verdict = Verdict.ofFrames("ten.frames", source);

            assertThat(verdict.intact()).isTrue();
            assertThat(verdict.frames()).isEqualTo(10);
        }
    }

    @Test
    void anInspectionTellsRunsRangesAndTracks() throws IOException {
        try (FileByteSource source = new FileByteSource(file(-1))) {
            Inspection.Report report = Inspection.of("ten.frames", source);

            assertThat(report.kind()).isEqualTo("frames");
            assertThat(report.runs()).singleElement().satisfies(run -> {
                assertThat(run.run()).isEqualTo(18_000);
                assertThat(run.ranges().ranges()).hasToString("[0-9]");
                assertThat(run.ended()).isFalse();
            });
            assertThat(report.tracks()).singleElement().satisfies(track -> assertThat(track.codec())
                    .isEqualTo("bytes"));
        }
    }
}
