package io.dayreel.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.cli.source.FfmpegInput;
import io.dayreel.cli.source.FfmpegProgram;
import io.dayreel.cli.source.FfmpegSource;
import io.dayreel.cli.source.SourceListener;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.TestClip;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementaryStreamIT {
    private static final TestClip CLIP = TestClip.of(Duration.ofSeconds(2));

    @TempDir
    Path directory;

    private final Ffmpeg ffmpeg = Ffmpeg.find();

    private Path write(Path clip, OutputFormat format, String name) throws IOException, InterruptedException {
        Path output = directory.resolve(name);
        FfmpegProgram program = new FfmpegProgram(
                ffmpeg.program(), Optional.of(ffmpeg.program().toAbsolutePath().getParent()));
        FrameEncoder encoder = new FrameEncoder();
        FrameView view = new FrameView();
        try (FfmpegSource source = new FfmpegSource(
                        program, FfmpegInput.of(clip.toString()), InstantSource.system(), new Quiet());
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(output))) {
            ElementarySink sink = new ElementarySink(format, Optional.empty(), out);
            for (Optional<CapturedFrame> frame = source.next(); frame.isPresent(); frame = source.next()) {
                byte[] message =
                        encoder.encode(frame.get().header(), frame.get().body());
                sink.frame(view.wrap(message, 0, message.length));
            }
            sink.flush();
        }
        return output;
    }

    @ParameterizedTest
    @EnumSource(
            value = TestClip.Video.class,
            names = {"H264", "H265", "VP9", "AV1"})
    void everyPictureOfAClipIsInItsElementaryStream(TestClip.Video codec) throws Exception {
        Path clip = CLIP.with(codec).create(ffmpeg, directory.resolve("clip.mp4"));

        Path stream = write(clip, OutputFormat.VIDEO, "pictures");

        assertThat(packets(stream)).isEqualTo(pictures(clip));
        ffmpeg.run(
                List.of("-v", "error", "-xerror", "-i", stream.toString(), "-f", "null", "-"), Duration.ofSeconds(30));
    }

    @Test
    void everyAccessUnitOfAacIsInItsAdtsStream() throws Exception {
        Path clip = CLIP.with(TestClip.Audio.AAC).create(ffmpeg, directory.resolve("clip.mp4"));

        Path stream = write(clip, OutputFormat.AUDIO, "sound.aac");

        assertThat(packets(stream))
                .isEqualTo(ffmpeg.probePackets(clip).size() - pictures(clip))
                .isPositive();
    }

    @Test
    void aFormatThatDoesNotFitIsRefusedWithTheOnesThatDo() throws Exception {
        Path clip = CLIP.with(TestClip.Video.H264).create(ffmpeg, directory.resolve("clip.mp4"));

        assertThatThrownBy(() -> write(clip, OutputFormat.IVF, "none")).hasMessageContaining("h264");
    }

    private long packets(Path stream) {
        return ffmpeg.probePackets(stream).size();
    }

    private long pictures(Path clip) {
        return ffmpeg.probe(List.of(
                        "-select_streams", "v", "-show_entries", "packet=pts", "-of", "csv=p=1", clip.toString()))
                .lines()
                .filter(line -> line.startsWith("packet"))
                .count();
    }

    private static final class Quiet implements SourceListener {
        @Override
        public void interrupted(String reason, Duration retryAfter) {}

        @Override
        public void resumed() {}

        @Override
        public void leftOut(String what) {}

        @Override
        public void adapted(String how) {}
    }
}
