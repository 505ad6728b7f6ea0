package io.dayreel.cli.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.cli.thinning.ThinLine;
import io.dayreel.cli.thinning.WindowPlan;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.TestClip;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Windows of a real RTSP stream whose camera loses its power. */
@Timeout(90)
class WindowedCameraIT {
    private static final long WINDOW_MICROS = 1_000_000;

    private final RecordingListener listener = new RecordingListener();

    @TempDir
    Path directory;

    @Covers("D1")
    @Test
    void aCameraThatFailsAndComesBackGoesOnWithWindowsOfTheSameLength() throws Exception {
        Path clip = TestClip.of(Duration.ofSeconds(12))
                .withRate(25, 10)
                .create(Ffmpeg.find(), directory.resolve("clip.mp4"));
        ThinLine windows =
                new ThinLine(1, true, Optional.of(new WindowPlan(Duration.ofSeconds(1), Duration.ofMillis(1800))));
        List<CapturedFrame> frames = new ArrayList<>();

        RtspCamera first = RtspCamera.start(0, clip, 12);
        try (CaptureSource source = windows.of(camera(first), listener)) {
            readUntil(source, frames, 2);
            first.close();
            try (RtspCamera second = RtspCamera.start(first.port(), clip, 12)) {
                readUntil(source, frames, ends(frames).size() + 3);
                assertThat(second.pictureCount()).isPositive();
            }
        }

        List<Double> seconds = ends(frames);
        assertThat(seconds.stream().filter(length -> length == 1.0)).hasSizeGreaterThanOrEqualTo(4);
        assertThat(seconds).allMatch(length -> length > 0 && length <= 1.0);
        assertThat(listener.said)
                .anyMatch(said -> said.startsWith("interrupted"))
                .contains("resumed");
        assertThat(lengths(frames)).isEqualTo(seconds);
    }

    /** @param ends of windows to have seen */
    private static void readUntil(CaptureSource source, List<CapturedFrame> frames, int ends) throws Exception {
        while (ends(frames).size() < ends) {
            frames.add(source.next().orElseThrow());
        }
    }

    private FfmpegSource camera(RtspCamera camera) throws CaptureException {
        FfmpegInput input =
                FfmpegInput.of(camera.address()).withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1));
        return new FfmpegSource(FfmpegProgram.bundled(), input, InstantSource.system(), listener);
    }

    /** As their events say. */
    private static List<Double> ends(List<CapturedFrame> frames) {
        return frames.stream()
                .filter(frame -> frame.header().type() == FrameType.EVENT)
                .map(frame -> new String(frame.body(), StandardCharsets.UTF_8))
                .map(json -> Double.parseDouble(json.replaceAll(".*\"seconds\":([0-9.]+).*", "$1")))
                .toList();
    }

    /** As their pictures last. */
    private static List<Double> lengths(List<CapturedFrame> frames) {
        List<Long> micros = new ArrayList<>();
        for (CapturedFrame frame : frames) {
            if (frame.header().type() == FrameType.VIDEO) {
                boolean begins = (frame.header().flags() & FrameFlags.DISCONTINUITY) != 0;
                if (micros.isEmpty() || begins) {
                    micros.add(0L);
                }
                micros.set(
                        micros.size() - 1,
                        micros.get(micros.size() - 1) + frame.header().durationMicros());
            }
        }
        return micros.stream().map(each -> (double) each / WINDOW_MICROS).toList();
    }
}
