package io.dayreel.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.SampleFootage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A main and a sub stream, each read by an ffmpeg of its own, as one source. */
@Timeout(60)
class SubStreamIT {
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int MAIN = 0;
    private static final int SOUND = 1;
    private static final int SUB = 4;

    private final RecordingListener mainListener = new RecordingListener();
    private final RecordingListener subListener = new RecordingListener();

    @TempDir
    Path directory;

    @Covers("C4")
    @Test
    void filesBecomeTwoVideoTracksOfOneGroupInOrderOfTimeWithTheSoundOfTheFirst() throws Exception {
        String footage = "-t 3 -i " + SampleFootage.carDetection();
        Path main = Ffmpeg.find().make(directory.resolve("main.mp4"), footage + " -c copy");
        Path sub = Ffmpeg.find()
                .make(directory.resolve("sub.mp4"), footage + " -vf scale=320:180 -preset ultrafast -c:a copy");
        Instant start = Instant.parse("2026-03-01T10:00:00Z");

        List<CapturedFrame> frames = new ArrayList<>();
        try (var merged = merged(
                FfmpegInput.of(main.toString()).startingAt(start),
                FfmpegInput.of(sub.toString()).startingAt(start))) {
            for (Optional<CapturedFrame> next = merged.next(); next.isPresent(); next = merged.next()) {
                frames.add(next.get());
            }
        }

        assertThat(frames).isSortedAccordingTo((a, b) -> Long.compare(a.timeMicros(), b.timeMicros()));
        assertThat(of(frames, SUB)).hasSameSizeAs(of(frames, MAIN));
        assertThat(of(frames, SOUND)).hasSameSizeAs(Ffmpeg.find().probePackets(main, "a:0"));
        assertThat(json(frames, MAIN)).contains("\"width\":768", "\"renditionGroup\":\"main\"");
        assertThat(json(frames, SUB)).contains("\"width\":320", "\"renditionGroup\":\"main\"");
        assertThat(json(frames, SOUND)).doesNotContain("renditionGroup");
        assertThat(frames).extracting(CapturedFrame::track).containsOnly(MAIN, SOUND, SUB);
    }

    @Covers("C4")
    @Test
    void aCameraStreamThatBreaksLetsTheOtherGoOnAndComesBackWithADiscontinuity() throws Exception {
        Path clip = SampleFootage.onePersonDetection();
        List<CapturedFrame> frames = new ArrayList<>();

        try (RtspCamera main = RtspCamera.start(0, clip, 12);
                RtspCamera first = RtspCamera.start(0, clip, 2);
                var merged = merged(camera(main), camera(first))) {
            while (subListener.said.isEmpty() || of(frames, SUB).isEmpty()) {
                frames.add(merged.next().orElseThrow());
            }
            int broken = frames.size();
            while (frames.stream().noneMatch(frame -> (frame.header().flags() & FrameFlags.DISCONTINUITY) != 0)) {
                frames.add(merged.next().orElseThrow());
            }

            List<CapturedFrame> meanwhile = frames.subList(broken, frames.size() - 1);
            CapturedFrame last = of(meanwhile, MAIN).get(of(meanwhile, MAIN).size() - 1);
            CapturedFrame again = frames.get(frames.size() - 1);
            assertThat(of(meanwhile, MAIN)).hasSizeGreaterThan(5);
            assertThat(again.track()).isEqualTo(SUB);
            assertThat((again.timeMicros() - last.timeMicros()) / 1e6).isCloseTo(0, within(2.5));
            assertThat(mainListener.said).isEmpty();
            assertThat(subListener.said).contains("resumed");
        }
    }

    private static FfmpegInput camera(RtspCamera camera) {
        return FfmpegInput.of(camera.address()).withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1));
    }

    private MergedSource merged(FfmpegInput main, FfmpegInput sub) throws CaptureException {
        FfmpegProgram program = FfmpegProgram.bundled();
        InstantSource clock = InstantSource.system();
        return new MergedSource(
                List.of(
                        new FfmpegSource(program, main.as(InputTracks.main()), clock, mainListener),
                        new FfmpegSource(program, sub.as(InputTracks.sub(1)), clock, subListener)),
                PATIENCE);
    }

    private static List<CapturedFrame> of(List<CapturedFrame> frames, int track) {
        return frames.stream()
                .filter(frame -> frame.track() == track && frame.header().type() != FrameType.CONFIGURATION)
                .toList();
    }

    private static String json(List<CapturedFrame> frames, int track) {
        CapturedFrame configuration = frames.stream()
                .filter(frame -> frame.track() == track && frame.isConfiguration())
                .findFirst()
                .orElseThrow();
        ByteBuffer body = ByteBuffer.wrap(configuration.body());
        byte[] text = new byte[body.getShort() & 0xffff];
        body.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
