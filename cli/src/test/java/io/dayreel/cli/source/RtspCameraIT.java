package io.dayreel.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.MediaPacket;
import io.dayreel.testkit.media.SampleFootage;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real RTSP over a real socket, read by the ffmpeg that comes with the cli. */
@Timeout(90)
class RtspCameraIT {

    private static final int SECONDS = 4;

    private final RecordingListener listener = new RecordingListener();

    @Test
    void everyPictureOfACameraComesAsItWasSentAndAtItsTime() throws Exception {
        List<MediaPacket> clip = Ffmpeg.find().probePackets(SampleFootage.carDetection(), "v:0");

        try (RtspCamera camera = RtspCamera.start(0, SampleFootage.carDetection(), SECONDS);
                FfmpegSource source = source(camera)) {
            Instant before = Instant.now();
            List<CapturedFrame> frames = pictures(source, camera.pictureCount());

            assertThat(hashes(frames)).isEqualTo(hashes(clip, frames.size()));
            assertThat(seconds(frames.get(0), frames.get(frames.size() - 1))).isCloseTo(SECONDS, within(0.5));
            assertThat(at(frames.get(0))).isBetween(before, before.plusSeconds(3));
            assertThat(frames).isSortedAccordingTo((a, b) -> Long.compare(a.timeMicros(), b.timeMicros()));
        }
    }

    @Test
    void aCameraThatWasReplacedByAnotherGoesOnWithADiscontinuityAndItsConfiguration() throws Exception {
        List<CapturedFrame> frames = new ArrayList<>();
        List<MediaPacket> other = Ffmpeg.find().probePackets(SampleFootage.onePersonDetection(), "v:0");

        RtspCamera first = RtspCamera.start(0, SampleFootage.carDetection(), SECONDS);
        try (FfmpegSource source = source(first)) {
            frames.addAll(pictures(source, first.pictureCount() / 2));
            first.close();
            try (RtspCamera second = RtspCamera.start(first.port(), SampleFootage.onePersonDetection(), SECONDS)) {
                while (frames.stream().noneMatch(RtspCameraIT::discontinuous)) {
                    frames.addAll(pictures(source, 1));
                }
                frames.addAll(pictures(source, second.pictureCount() - 1));
            }
        }

        int change = frames.stream().map(RtspCameraIT::discontinuous).toList().indexOf(true);
        List<CapturedFrame> before = frames.subList(0, change);
        List<CapturedFrame> after = frames.subList(change, frames.size());
        assertThat(after.subList(1, after.size())).noneMatch(RtspCameraIT::discontinuous);
        assertThat(configurations(before)).containsOnly(1);
        assertThat(configurations(after)).containsOnly(2);
        assertThat(hashes(after)).isEqualTo(hashes(other, after.size()));
        assertThat(listener.said.get(0)).startsWith("interrupted, again in 1000 ms: ");
        assertThat(listener.said).contains("resumed");
    }

    private FfmpegSource source(RtspCamera camera) throws CaptureException {
        FfmpegInput input =
                FfmpegInput.of(camera.address()).withTimeouts(Duration.ofSeconds(10), Duration.ofSeconds(1));
        return new FfmpegSource(FfmpegProgram.bundled(), input, InstantSource.system(), listener);
    }

    private static List<CapturedFrame> pictures(FfmpegSource source, int count) throws Exception {
        List<CapturedFrame> frames = new ArrayList<>();
        while (frames.size() < count) {
            CapturedFrame frame = source.next().orElseThrow();
            if (!frame.isConfiguration()) {
                frames.add(frame);
            }
        }
        return frames;
    }

    private static List<String> hashes(List<CapturedFrame> frames) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        return frames.stream()
                .map(frame -> HexFormat.of().formatHex(sha256.digest(frame.body())))
                .toList();
    }

    private static List<String> hashes(List<MediaPacket> packets, int count) {
        return packets.stream().limit(count).map(MediaPacket::sha256).toList();
    }

    private static List<Integer> configurations(List<CapturedFrame> frames) {
        return frames.stream().map(frame -> frame.header().configuration()).toList();
    }

    private static boolean discontinuous(CapturedFrame frame) {
        return (frame.header().flags() & FrameFlags.DISCONTINUITY) != 0;
    }

    private static Instant at(CapturedFrame frame) {
        return Instant.EPOCH.plus(frame.timeMicros(), ChronoUnit.MICROS);
    }

    private static double seconds(CapturedFrame from, CapturedFrame to) {
        return (to.timeMicros() - from.timeMicros()) / 1e6;
    }
}
