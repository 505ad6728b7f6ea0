package io.dayreel.cli.thinning;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.cli.source.CaptureSource;
import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.cli.source.FfmpegInput;
import io.dayreel.cli.source.FfmpegProgram;
import io.dayreel.cli.source.FfmpegSource;
import io.dayreel.cli.watch.ElementarySink;
import io.dayreel.cli.watch.OutputFormat;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.MediaPacket;
import io.dayreel.testkit.media.SampleFootage;
import io.dayreel.testkit.media.TestClip;
import io.dayreel.testkit.media.TestClip.Video;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real footage with pictures left out: ffmpeg decodes what is left and has nothing to complain of. */
@Timeout(120)
class ThinLineIT {
    private static final Ffmpeg FFMPEG = Ffmpeg.find();
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final double SECOND = 1e6;

    private final Notes notes = new Notes();

    @TempDir
    Path directory;

    @Covers("D1")
    @ParameterizedTest
    @CsvSource({
        "H264, 0, 2",
        "H264, 2, 2",
        "H264, 3, 2",
        "H264, 3, 9",
        "H265, 0, 3",
        "H265, 2, 2",
        "H265, 4, 2",
        "VP9, 0, 5",
        "AV1, 0, 5"
    })
    void everyNthPictureCanBeDecodedAndLastsUntilTheNext(Video codec, int bFrames, int n) throws Exception {
        Path clip = TestClip.of(Duration.ofSeconds(4))
                .with(codec)
                .withBFrames(bFrames)
                .withRate(25, 20)
                .create(FFMPEG, directory.resolve("clip.mp4"));

        List<CapturedFrame> kept = pictures(thinned(clip, every(n)));

        assertThat(decoded(kept)).isEqualTo(kept.size());
        List<CapturedFrame> shown = CodedPictures.shown(kept);
        for (int i = 0; i + 1 < shown.size(); i++) {
            assertThat(Pictures.endMicros(shown.get(i))).isEqualTo(Pictures.shownMicros(shown.get(i + 1)));
        }
        assertThat(total(kept)).isEqualTo(Math.round(4 * SECOND));
        assertThat(notes.adapted).hasSize(bFrames == 0 || n == 9 ? 1 : 0);
    }

    @Test
    void everySecondOfWhatACameraWithPicturesThatNoOtherNeedsSendsIsHalf() throws Exception {
        Path clip = TestClip.of(Duration.ofSeconds(4))
                .withBFrames(3)
                .withRate(25, 25)
                .create(FFMPEG, directory.resolve("clip.mp4"));

        assertThat(pictures(thinned(clip, every(2)))).hasSizeBetween(50, 56);
        assertThat(notes.adapted).isEmpty();
    }

    @Covers("D1")
    @ParameterizedTest
    @CsvSource({"false, 3, 10", "true, 3, 10", "false, 2, 5", "true, 1, 7"})
    void eachWindowOfTheFootageIsDecodedAloneAndIsExactlyAsLongAsItSays(boolean bFrames, int window, int refresh)
            throws Exception {
        Path clip = bFrames ? SampleFootage.onePersonDetection() : SampleFootage.carDetection();

        List<CapturedFrame> kept = thinned(clip, windows(window, refresh));

        List<List<CapturedFrame>> windows = windowsOf(kept);
        assertThat(windows).hasSizeGreaterThan(2);
        for (List<CapturedFrame> each : windows.subList(0, windows.size() - 1)) {
            assertThat(decoded(each)).isEqualTo(each.size());
            assertThat(total(each)).isEqualTo(Math.round(window * SECOND));
        }
        assertThat(decoded(pictures(kept))).isEqualTo(pictures(kept).size());
    }

    @Covers("D1")
    @Test
    void windowsOneBehindTheOtherAreTheWholeFootage() throws Exception {
        Path clip = SampleFootage.carDetection();
        List<MediaPacket> packets = FFMPEG.probePackets(clip, "v:0");

        List<CapturedFrame> kept =
                thinned(clip, new ThinLine(1, true, Optional.of(WindowPlan.gapless(Duration.ofSeconds(3)))));

        assertThat(pictures(kept)).hasSameSizeAs(packets).noneMatch(Pictures::isDiscontinuous);
        assertThat(CodedPictures.of(kept, FrameType.AUDIO)).hasSameSizeAs(FFMPEG.probePackets(clip, "a:0"));
        assertThat(decoded(pictures(kept))).isEqualTo(packets.size());
    }

    @Test
    void keyFramesAndWindowsGoTogether() throws Exception {
        Path clip = SampleFootage.onePersonDetection();

        List<CapturedFrame> kept = thinned(
                clip,
                new ThinLine(1000, false, Optional.of(new WindowPlan(Duration.ofSeconds(20), Duration.ofSeconds(60)))));

        assertThat(pictures(kept)).allMatch(frame -> frame.header().isSync());
        assertThat(decoded(pictures(kept))).isEqualTo(pictures(kept).size());
        for (List<CapturedFrame> each : windowsOf(kept).subList(0, 2)) {
            assertThat(total(each)).isEqualTo(Math.round(20 * SECOND));
        }
    }

    private static ThinLine every(int n) {
        return new ThinLine(n, false, Optional.empty());
    }

    private static ThinLine windows(int window, int refresh) {
        return new ThinLine(
                1, true, Optional.of(new WindowPlan(Duration.ofSeconds(window), Duration.ofSeconds(refresh))));
    }

    private List<CapturedFrame> thinned(Path clip, ThinLine line) throws Exception {
        FfmpegProgram program = new FfmpegProgram(
                FFMPEG.program(), Optional.of(FFMPEG.program().toAbsolutePath().getParent()));
        FfmpegInput input = FfmpegInput.of(clip.toString()).startingAt(START);
        List<CapturedFrame> frames = new ArrayList<>();
        try (CaptureSource source = line.of(new FfmpegSource(program, input, InstantSource.system(), notes), notes)) {
            for (Optional<CapturedFrame> next = source.next(); next.isPresent(); next = source.next()) {
                frames.add(next.get());
            }
        }
        return frames;
    }

    private static List<CapturedFrame> pictures(List<CapturedFrame> frames) {
        return CodedPictures.of(frames, FrameType.VIDEO);
    }

    private static long total(List<CapturedFrame> pictures) {
        return pictures.stream()
                .mapToLong(frame -> frame.header().durationMicros())
                .sum();
    }

    private static List<List<CapturedFrame>> windowsOf(List<CapturedFrame> frames) {
        List<List<CapturedFrame>> windows = new ArrayList<>();
        for (CapturedFrame frame : pictures(frames)) {
            if (windows.isEmpty() || Pictures.isDiscontinuous(frame)) {
                windows.add(new ArrayList<>());
            }
            windows.get(windows.size() - 1).add(frame);
        }
        return windows;
    }

    /** How many pictures ffmpeg makes of these alone; it may not complain. */
    private long decoded(List<CapturedFrame> pictures) throws Exception {
        Path stream = Files.createTempFile(directory, "pictures", "");
        FrameEncoder encoder = new FrameEncoder();
        FrameView view = new FrameView();
        Map<Integer, Boolean> configured = new HashMap<>();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(stream))) {
            ElementarySink sink = new ElementarySink(OutputFormat.VIDEO, Optional.empty(), out);
            for (CapturedFrame frame : pictures) {
                var configuration = frame.configuration().orElseThrow();
                List<CapturedFrame> due = configured.put(configuration.number(), true) == null
                        ? List.of(configuration.frameAt(frame.timeMicros()), frame)
                        : List.of(frame);
                for (CapturedFrame each : due) {
                    byte[] message = encoder.encode(each.header(), each.body());
                    sink.frame(view.wrap(message, 0, message.length));
                }
            }
            sink.flush();
        }
        Path hashes = directory.resolve("hashes");
        assertThat(complaints(stream, hashes)).isEmpty();
        try (var lines = Files.lines(hashes)) {
            return lines.filter(line -> !line.startsWith("#")).count();
        }
    }

    private String complaints(Path stream, Path hashes) throws Exception {
        ProcessBuilder decoding = new ProcessBuilder(
                FFMPEG.program().toString(),
                "-nostdin",
                "-y",
                "-v",
                "error",
                "-xerror",
                "-i",
                stream.toString(),
                "-fps_mode",
                "passthrough",
                "-f",
                "framehash",
                hashes.toString());
        decoding.environment().putAll(FFMPEG.environment());
        Path said = directory.resolve("said");
        Process process =
                decoding.redirectErrorStream(true).redirectOutput(said.toFile()).start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(said, StandardCharsets.UTF_8).strip();
        return process.exitValue() == 0 ? text : "status " + process.exitValue() + ": " + text;
    }
}
