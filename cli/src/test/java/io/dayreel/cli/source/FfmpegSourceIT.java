package io.dayreel.cli.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.testkit.media.Ffmpeg;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the source gives of real clips, with ffprobe as the independent judge. */
@Timeout(60)
class FfmpegSourceIT {

    private static final Ffmpeg FFMPEG = Ffmpeg.find();
    private static final Path SAMPLES = Path.of("..", "samples");
    private static final Path WITH_SOUND = SAMPLES.resolve("car-detection.mp4");
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final long START_MICROS = START.getEpochSecond() * 1_000_000;

    private static final String PICTURES = "-f lavfi -i testsrc2=size=192x128:rate=10:duration=1 ";
    private static final String SOUND = "-f lavfi -i sine=duration=1 ";

    private final RecordingListener listener = new RecordingListener();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"car-detection.mp4", "one-by-one-person-detection.mp4"})
    void everyPacketOfTheFootageBecomesAFrame(String name) throws Exception {
        Path clip = SAMPLES.resolve(name);

        List<CapturedFrame> frames = all(FfmpegInput.of(clip.toString()).startingAt(START));

        assertThat(packets(frames, 0)).isEqualTo(probed(clip, "v:0"));
        assertThat(packets(frames, 1)).isEqualTo(probed(clip, "a:0"));
        assertThat(frames).isSortedAccordingTo((a, b) -> Long.compare(a.timeMicros(), b.timeMicros()));
        assertThat(listener.said).isEmpty();
    }

    @Test
    void aConfigurationGoesBeforeTheFirstFrameThatNeedsIt() throws Exception {
        List<CapturedFrame> frames = all(FfmpegInput.of(WITH_SOUND.toString()).startingAt(START));

        CapturedFrame first = frames.get(0);
        assertThat(first.isConfiguration()).isTrue();
        assertThat(first.header().configuration()).isEqualTo(1);
        assertThat(first.header().codec()).isEqualTo(Codec.H264);
        assertThat(json(first).toString())
                .isEqualTo("{\"codec\":\"avc1.428016\",\"width\":768,\"height\":432,\"language\":\"eng\"}");
        assertThat(record(first)).startsWith(1, 0x42, 0x80, 0x16);
        assertThat(frames.get(1).configuration()).isEqualTo(first.configuration());
        assertThat(frames.stream().filter(CapturedFrame::isConfiguration)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"car-detection.mp4", "one-by-one-person-detection.mp4"})
    void aLoopGoesOnInTimeWithoutAStepBack(String name) throws Exception {
        Path clip = SAMPLES.resolve(name);
        List<Packet> once = probed(clip, "v:0");
        List<CapturedFrame> frames = new ArrayList<>();

        try (var source =
                source(FfmpegInput.of(clip.toString()).startingAt(START).looped())) {
            while (packets(frames, 0).size() < once.size() * 2 + 5) {
                for (int i = 0; i < once.size(); i++) {
                    frames.add(source.next().orElseThrow());
                }
            }
        }

        List<Packet> video = packets(frames, 0);
        assertThat(video.subList(0, once.size())).isEqualTo(once);
        Packet last = video.get(once.size() - 1);
        Packet again = video.get(once.size());
        assertThat(again.sha256()).isEqualTo(once.get(0).sha256());
        assertThat(again.dtsMicros() - last.dtsMicros()).isBetween(1L, 200_000L);
        assertThat(video.get(once.size() + 5).dtsMicros() - again.dtsMicros())
                .isCloseTo(once.get(5).dtsMicros() - once.get(0).dtsMicros(), org.assertj.core.data.Offset.offset(2L));
        assertThat(frames).isSortedAccordingTo((a, b) -> Long.compare(a.timeMicros(), b.timeMicros()));
    }

    @Test
    void soundOfATransportStreamLosesItsHeadersAndNothingElse() throws Exception {
        Path stream = FFMPEG.make(directory.resolve("car.ts"), "-i " + WITH_SOUND + " -c copy -f mpegts");

        List<CapturedFrame> frames = all(FfmpegInput.of(stream.toString()).startingAt(START));

        assertThat(packets(frames, 1))
                .extracting(Packet::sha256)
                .isEqualTo(
                        probed(WITH_SOUND, "a:0").stream().map(Packet::sha256).toList());
        List<Packet> video = packets(frames, 0);
        assertThat(video)
                .extracting(Packet::dtsMicros)
                .isEqualTo(probed(WITH_SOUND, "v:0").stream()
                        .map(Packet::dtsMicros)
                        .toList());
        CapturedFrame configuration = frames.stream()
                .filter(frame -> frame.isConfiguration() && frame.track() == 1)
                .findFirst()
                .orElseThrow();
        assertThat(json(configuration).path("codec").asText()).isEqualTo("mp4a.40.2");
        assertThat(listener.said).isEmpty();
    }

    @Test
    void soundThatFramesCannotCarryIsLeftOutAndSaid() throws Exception {
        Path clip = FFMPEG.make(
                directory.resolve("alaw.mkv"),
                "-f lavfi -i testsrc2=size=192x128:rate=10:duration=1 -f lavfi -i sine=duration=1"
                        + " -c:v libx264 -preset ultrafast -c:a pcm_alaw -ar 8000");

        List<CapturedFrame> frames = all(FfmpegInput.of(clip.toString()).startingAt(START));

        assertThat(packets(frames, 0)).hasSize(10);
        assertThat(packets(frames, 1)).isEmpty();
        assertThat(listener.said)
                .singleElement()
                .asString()
                .startsWith("left out the sound: ")
                .contains("pcm_alaw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ac3", "eac3"})
    void soundThatIsOnlyKnownByItsPacketsIsLeftOutAndSaid(String codec) throws Exception {
        Path clip = FFMPEG.make(
                directory.resolve("dolby.mkv"), PICTURES + SOUND + "-c:v libx264 -preset ultrafast -c:a " + codec);

        List<CapturedFrame> frames = all(FfmpegInput.of(clip.toString()).startingAt(START));

        assertThat(packets(frames, 0)).hasSize(10);
        assertThat(packets(frames, 1)).isEmpty();
        assertThat(listener.said).singleElement().asString().startsWith("left out the sound: ");
    }

    @ParameterizedTest
    @CsvSource({"vp8, libvpx -c:a libopus", "prores, prores_ks -c:a aac", "mp4v, mpeg4 -an", "mp4v, mjpeg -an"})
    void picturesThatFramesCannotCarryAreRefusedAndWhatToDoIsSaid(String codec, String encoder) throws Exception {
        Path clip = FFMPEG.make(directory.resolve("clip.mkv"), PICTURES + SOUND + "-c:v " + encoder);

        assertThatThrownBy(() -> all(FfmpegInput.of(clip.toString()).looped()))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("clip.mkv")
                .hasMessageContaining(codec)
                .hasMessageContaining("H.264")
                .hasMessageContaining("-c:v libx264");
        assertThat(listener.said).noneMatch(said -> said.contains("the sound"));
    }

    @Test
    void soundAloneThatFramesCannotCarryIsAnError() throws Exception {
        Path clip = FFMPEG.make(directory.resolve("song.mp3"), SOUND + "-c:a libmp3lame");

        assertThatThrownBy(() -> all(FfmpegInput.of(clip.toString())))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("song.mp3")
                .hasMessageContaining("AAC");
    }

    @Test
    void aFrameThatIsTooLargeIsNamed() throws Exception {
        byte[] noise = new byte[2560 * 1440 * 3 / 2];
        new Random(1).nextBytes(noise);
        Path picture = Files.write(directory.resolve("noise.yuv"), noise);
        Path clip = FFMPEG.make(
                directory.resolve("large.mkv"),
                "-f rawvideo -pixel_format yuv420p -video_size 2560x1440 -i " + picture
                        + " -c:v libx264 -preset ultrafast -qp 0");

        assertThatThrownBy(() -> all(FfmpegInput.of(clip.toString())))
                .isInstanceOf(CaptureException.class)
                .hasMessageContaining("large.mkv")
                .hasMessageContaining("the limit is 4194304");
    }

    @Test
    void hevcVp9Av1AndOpusAreCarriedUnderTheirOwnCodec() throws Exception {
        String pictures = "-f lavfi -i testsrc2=size=192x128:rate=10:duration=1 -f lavfi -i sine=duration=1 ";
        Path hevc = FFMPEG.make(
                directory.resolve("a.mp4"), pictures + "-c:v libx265 -x265-params log-level=error -pix_fmt yuv420p");
        Path vp9 = FFMPEG.make(
                directory.resolve("b.webm"), pictures + "-c:v libvpx-vp9 -cpu-used 8 -deadline realtime -c:a libopus");
        Path av1 = FFMPEG.make(directory.resolve("c.mp4"), pictures + "-c:v libsvtav1 -preset 12 -pix_fmt yuv420p");

        assertThat(codecs(hevc)).containsExactlyInAnyOrder(Codec.H265, Codec.AAC);
        assertThat(codecs(vp9)).containsExactlyInAnyOrder(Codec.VP9, Codec.OPUS);
        assertThat(codecs(av1)).containsExactlyInAnyOrder(Codec.AV1, Codec.AAC);
    }

    @Test
    void anInputThatIsNotMediaIsRefusedWithFfmpegsReason() throws Exception {
        Path text = Files.writeString(directory.resolve("notes.txt"), "no pictures here\n");

        assertThatThrownBy(() -> all(FfmpegInput.of(text.toString())))
                .isInstanceOf(CaptureException.class)
                .hasMessage("cannot read " + text + ": Invalid data found when processing input");
        assertThatThrownBy(() -> all(FfmpegInput.of("absent.mp4")))
                .isInstanceOf(CaptureException.class)
                .hasMessage("cannot read absent.mp4: No such file or directory");
    }

    @Test
    void aCameraThatIsNotThereIsTriedAgainForEver() throws Exception {
        FfmpegInput input = FfmpegInput.of("rtsp://user:secret@127.0.0.1:1/stream")
                .withTimeouts(Duration.ofSeconds(5), Duration.ofMillis(1500));
        var source = source(input);

        CompletableFuture<Optional<CapturedFrame>> next = CompletableFuture.supplyAsync(() -> {
            try {
                return source.next();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        await().atMost(Duration.ofSeconds(20)).until(() -> listener.said.size() >= 3);
        source.close();

        assertThat(next.get(10, TimeUnit.SECONDS)).isEmpty();
        assertThat(listener.said.get(0))
                .startsWith("interrupted, again in 1000 ms: ")
                .contains("Connection refused");
        assertThat(listener.said.get(1)).startsWith("interrupted, again in 1500 ms: ");
        assertThat(listener.said).noneMatch(said -> said.contains("secret"));
    }

    @Test
    void aCameraThatFallsSilentGoesOnWithADiscontinuity() throws Exception {
        int port = freeUdpPort();
        FfmpegInput input =
                FfmpegInput.of("udp://127.0.0.1:" + port).withTimeouts(Duration.ofSeconds(3), Duration.ofMillis(500));
        String address = "udp://127.0.0.1:" + port + "?pkt_size=1316";
        Path clip = FFMPEG.make(
                directory.resolve("clip.ts"),
                "-f lavfi -i testsrc2=size=192x128:rate=25:duration=5 -c:v libx264 -preset ultrafast -g 10");
        List<CapturedFrame> frames = new ArrayList<>();

        try (var source = source(input)) {
            CompletableFuture<Void> sender = send(clip, address, 0);
            while (frames.size() < 60) {
                frames.add(source.next().orElseThrow());
                assertThat(ageMicros(frames)).isBetween(-1_000L, 3_000_000L);
            }
            sender.get(30, TimeUnit.SECONDS);
            sender = send(clip, address, 1);
            while (!isDiscontinuous(frames.get(frames.size() - 1))) {
                frames.add(source.next().orElseThrow());
            }
            sender.get(30, TimeUnit.SECONDS);
        }

        assertThat(frames.stream().filter(FfmpegSourceIT::isDiscontinuous)).hasSize(1);
        assertThat(listener.said.get(0)).startsWith("interrupted");
        assertThat(listener.said).contains("resumed");
        assertThat(frames).isSortedAccordingTo((a, b) -> Long.compare(a.timeMicros(), b.timeMicros()));
    }

    private CompletableFuture<Void> send(Path clip, String address, int afterInterruptions) {
        return CompletableFuture.runAsync(() -> {
            try {
                await().until(() -> listener.said.size() >= afterInterruptions);
                FFMPEG.run(
                        List.of("-re", "-i", clip.toString(), "-c", "copy", "-f", "mpegts", address),
                        Duration.ofSeconds(30));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static long ageMicros(List<CapturedFrame> frames) {
        Instant now = Instant.now();
        long nowMicros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
        return nowMicros - frames.get(frames.size() - 1).timeMicros();
    }

    private static boolean isDiscontinuous(CapturedFrame frame) {
        return (frame.header().flags() & FrameFlags.DISCONTINUITY) != 0;
    }

    private List<Codec> codecs(Path clip) throws Exception {
        List<CapturedFrame> frames = all(FfmpegInput.of(clip.toString()).startingAt(START));
        return frames.stream()
                .filter(CapturedFrame::isConfiguration)
                .map(frame -> frame.header().codec())
                .toList();
    }

    private FfmpegSource source(FfmpegInput input) throws Exception {
        return new FfmpegSource(FfmpegProgram.bundled(), input, InstantSource.system(), listener);
    }

    private List<CapturedFrame> all(FfmpegInput input) throws Exception {
        List<CapturedFrame> frames = new ArrayList<>();
        try (var source = source(input)) {
            for (Optional<CapturedFrame> next = source.next(); next.isPresent(); next = source.next()) {
                frames.add(next.get());
            }
        }
        return frames;
    }

    private record Packet(long dtsMicros, long ptsMicros, boolean key, String sha256) {}

    private static List<Packet> packets(List<CapturedFrame> frames, int track) {
        return frames.stream()
                .filter(frame -> frame.track() == track && !frame.isConfiguration())
                .map(frame -> new Packet(
                        frame.timeMicros() - START_MICROS,
                        frame.timeMicros() - START_MICROS + frame.header().compositionOffsetMicros(),
                        frame.header().isSync(),
                        sha256(frame.body())))
                .toList();
    }

    private static List<Packet> probed(Path clip, String stream) throws Exception {
        String base = FFMPEG.probeStream(clip, stream, "time_base");
        if (base.isEmpty()) {
            return List.of();
        }
        long scale = Long.parseLong(base.substring(base.indexOf('/') + 1));
        return FFMPEG.probePackets(clip, stream).stream()
                .map(packet -> new Packet(
                        Math.floorDiv(packet.dts().orElseThrow() * 1_000_000 + scale / 2, scale),
                        Math.floorDiv(packet.pts().orElseThrow() * 1_000_000 + scale / 2, scale),
                        packet.key(),
                        packet.sha256()))
                .toList();
    }

    private static JsonNode json(CapturedFrame configuration) throws Exception {
        ByteBuffer body = ByteBuffer.wrap(configuration.body());
        byte[] text = new byte[body.getShort() & 0xffff];
        body.get(text);
        return new ObjectMapper().readTree(text);
    }

    private static byte[] record(CapturedFrame configuration) {
        ByteBuffer body = ByteBuffer.wrap(configuration.body());
        body.position(2 + (body.getShort() & 0xffff));
        byte[] record = new byte[body.remaining()];
        body.get(record);
        return record;
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static int freeUdpPort() throws Exception {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
