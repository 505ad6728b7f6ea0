package io.dayreel.testkit.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratedMediaIT {
    private static final Ffmpeg FFMPEG = Ffmpeg.find();

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"H264,AAC,mp4", "H265,AAC,mp4", "VP9,OPUS,webm", "AV1,OPUS,mp4"})
    void aClipOfEachCodecHasItsPicturesAndItsSound(TestClip.Video video, TestClip.Audio audio, String container) {
        Path file = TestClip.of(Duration.ofSeconds(1))
                .with(video)
                .with(audio)
                .create(FFMPEG, directory.resolve("clip." + container));

        List<MediaPacket> packets = FFMPEG.probePackets(file);

        assertThat(packets).filteredOn(packet -> packet.stream() == 0).hasSize(25);
        assertThat(packets).filteredOn(packet -> packet.stream() == 1).hasSizeGreaterThan(40);
        assertThat(packets.get(0).key()).isTrue();
        assertThat(packets).allSatisfy(packet -> assertThat(packet.sha256()).hasSize(64));
    }

    @Test
    void bFramesAreShownInAnotherOrderThanTheyAreDecoded() {
        Path file = TestClip.of(Duration.ofSeconds(1)).withBFrames(2).create(FFMPEG, directory.resolve("b.mp4"));

        List<MediaPacket> packets = FFMPEG.probePackets(file);

        assertThat(packets).isNotEmpty().anySatisfy(packet -> assertThat(
                        packet.pts().getAsLong())
                .isGreaterThan(packet.dts().getAsLong()));
    }

    @Test
    void theNumberInEachPictureIsReadBackFromItsPixelsAlsoAtAnotherSize() throws Exception {
        FrameCodedVideo video = FrameCodedVideo.of(60).withAudio().withRate(25, 25, 2);
        Path clip = video.create(FFMPEG, directory.resolve("coded.mp4"));
        Path raw = directory.resolve("coded.gray");

        FFMPEG.run(
                List.of(
                        "-i",
                        clip.toString(),
                        "-vf",
                        "scale=480:270",
                        "-pix_fmt",
                        "gray",
                        "-f",
                        "rawvideo",
                        raw.toString()),
                Duration.ofSeconds(60));

        byte[] pictures = Files.readAllBytes(raw);
        List<Integer> numbers = new ArrayList<>();
        for (int at = 0; at < pictures.length; at += 480 * 270) {
            byte[] luma = Arrays.copyOfRange(pictures, at, at + 480 * 270);
            numbers.add(FrameCodedVideo.read(luma, 480, 270).orElse(-1));
        }
        assertThat(numbers).hasSize(60).isSorted().startsWith(0, 1, 2).endsWith(59);
    }

    @Test
    void aBlackAndAWhitePictureCarryNoNumber() {
        byte[] black = new byte[320 * 180];
        byte[] white = new byte[320 * 180];
        Arrays.fill(white, (byte) 255);

        assertThat(FrameCodedVideo.read(black, 320, 180)).isEmpty();
        assertThat(FrameCodedVideo.read(white, 320, 180)).isEmpty();
    }

    @Test
    void theSampleFootageIsFoundAndHasItsKnownPackets() {
        List<MediaPacket> cars = FFMPEG.probePackets(SampleFootage.carDetection());
        List<MediaPacket> people = FFMPEG.probePackets(SampleFootage.onePersonDetection());

        assertThat(cars).filteredOn(MediaPacket::key).isNotEmpty();
        assertThat(people).hasSizeBetween(1380, 1400);
    }

    @Test
    void aFailedRunSaysWhatFfmpegSaid() {
        assertThatThrownBy(() ->
                        FFMPEG.run(List.of("-i", "/nothing/there.mp4", "-f", "null", "-"), Duration.ofSeconds(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("/nothing/there.mp4");
    }
}
