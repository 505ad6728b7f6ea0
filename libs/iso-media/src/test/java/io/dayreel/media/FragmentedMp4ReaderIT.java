package io.dayreel.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.testkit.media.Ffmpeg;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads what ffmpeg writes, with ffprobe's view of the source as the independent judge. */
class FragmentedMp4ReaderIT {

    private static final Ffmpeg FFMPEG = Ffmpeg.find();
    private static final long OFFSET_SECONDS = 3600;
    private static final String PICTURES = "-f lavfi -i testsrc2=size=192x128:rate=10:duration=2 ";
    private static final String SOUND = "-f lavfi -i sine=frequency=440:sample_rate=48000:duration=2 ";

    @TempDir
    Path directory;

    @Test
    void aClipWithBFramesIsReadPacketForPacket() throws Exception {
        Path clip = FFMPEG.make(
                directory.resolve("b.mp4"),
                PICTURES + "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -bf 2 -b_strategy 0 -g 8");

        MediaTrack video = assertReadsLikeTheSource(clip, "v:0", 0);

        assertThat(video.format()).isEqualTo(SampleFormat.H264);
        assertThat(video.codec()).matches("avc1\\.4D00[0-9A-F]{2}|avc1\\.4D40[0-9A-F]{2}");
        assertThat(video.width()).isEqualTo(192);
        assertThat(video.height()).isEqualTo(128);
    }

    @Test
    void picturesAndSoundOfOneClipAreReadPacketForPacket() throws Exception {
        Path clip = FFMPEG.make(
                directory.resolve("av.mp4"),
                PICTURES + SOUND + "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -c:a aac -ac 2 -map 0:v -map 1:a");

        assertReadsLikeTheSource(clip, "v:0", 0);
        MediaTrack audio = assertReadsLikeTheSource(clip, "a:0", 1);

        assertThat(audio.kind()).isEqualTo(MediaTrack.Kind.AUDIO);
        assertThat(audio.codec()).isEqualTo("mp4a.40.2");
        assertThat(audio.codecRecord()).startsWith(0x11, 0x90);
        assertThat(audio.sampleRate()).isEqualTo(48000);
        assertThat(audio.channels()).isEqualTo(2);
    }

    @Test
    void hevcIsReadPacketForPacket() throws Exception {
        Path clip = FFMPEG.make(
                directory.resolve("hevc.mp4"),
                PICTURES
                        + "-pix_fmt yuv420p -c:v libx265 -preset ultrafast -x265-params log-level=error:bframes=2 -tag:v hvc1");

        MediaTrack video = assertReadsLikeTheSource(clip, "v:0", 0);

        assertThat(video.format()).isEqualTo(SampleFormat.H265);
        assertThat(video.codec()).matches("hvc1\\.1\\.6\\.L\\d+(\\.[0-9A-F]+)*");
    }

    @Test
    void vp9AndOpusAreReadPacketForPacket() throws Exception {
        Path clip = FFMPEG.make(
                directory.resolve("vp9.webm"),
                PICTURES + SOUND
                        + "-pix_fmt yuv420p -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus -map 0:v -map 1:a");

        MediaTrack video = assertReadsLikeTheSource(clip, "v:0", 0);
        MediaTrack audio = assertReadsLikeTheSource(clip, "a:0", 1);

        assertThat(video.codec()).matches("vp09\\.00\\.\\d\\d\\.08");
        assertThat(audio.codec()).isEqualTo("opus");
        assertThat(audio.codecRecord()).hasSizeGreaterThanOrEqualTo(11);
    }

    @Test
    void av1IsReadPacketForPacket() throws Exception {
        Path clip = FFMPEG.make(directory.resolve("av1.mp4"), PICTURES + "-pix_fmt yuv420p -c:v libsvtav1 -preset 12");

        MediaTrack video = assertReadsLikeTheSource(clip, "v:0", 0);

        assertThat(video.codec()).matches("av01\\.0\\.\\d\\dM\\.08");
    }

    @Test
    void anEditListShiftsTheTimesAsItDoesForFfprobe() throws Exception {
        Path source = FFMPEG.make(
                directory.resolve("b.mp4"),
                PICTURES + "-pix_fmt yuv420p -c:v libx264 -preset ultrafast -bf 2 -b_strategy 0");
        byte[] stream = FFMPEG.output(List.of(
                "-i",
                source.toString(),
                "-c",
                "copy",
                "-f",
                "mp4",
                "-movflags",
                "frag_keyframe+delay_moov+default_base_moof",
                "pipe:1"));

        List<MediaSample> samples = samples(read(stream), 1);

        List<Packet> packets = probed(source, "v:0");
        assertThat(samples.get(0).decodeTime())
                .isNegative()
                .isEqualTo(packets.get(0).dts());
        assertThat(samples)
                .extracting(MediaSample::decodeTime)
                .isEqualTo(packets.stream().map(Packet::dts).toList());
    }

    private static MediaTrack assertReadsLikeTheSource(Path clip, String stream, int index) throws Exception {
        List<MediaPart> parts = read(piped(clip));
        MediaTrack track = ((MediaTracks) parts.get(0)).tracks().get(index);
        String[] timeBase = FFMPEG.probeStream(clip, stream, "time_base").split("/");
        long sourceScale = Long.parseLong(timeBase[1]) / Long.parseLong(timeBase[0]);

        List<Packet> read = samples(parts, track.id()).stream()
                .map(sample -> packet(track, sample, sourceScale))
                .toList();

        assertThat(read).isEqualTo(probed(clip, stream));
        return track;
    }

    /** Times in the stream's time base. */
    private record Packet(long pts, long dts, boolean key, String sha256) {}

    private static List<Packet> probed(Path clip, String stream) {
        return FFMPEG.probePackets(clip, stream).stream()
                .map(packet -> new Packet(
                        packet.pts().orElseThrow(), packet.dts().orElseThrow(), packet.key(), packet.sha256()))
                .toList();
    }

    private static Packet packet(MediaTrack track, MediaSample sample, long sourceScale) {
        long dts = sample.decodeTime() - OFFSET_SECONDS * track.timescale();
        long pts = dts + sample.compositionOffset();
        return new Packet(
                Math.round((double) pts * sourceScale / track.timescale()),
                Math.round((double) dts * sourceScale / track.timescale()),
                sample.sync(),
                sha256(sample.bytes()));
    }

    /** As the device's source asks ffmpeg to write: every sample a fragment, times absolute and above zero. */
    private static byte[] piped(Path clip) throws Exception {
        return FFMPEG.output(List.of(
                "-copyts",
                "-i",
                clip.toString(),
                "-c",
                "copy",
                "-avoid_negative_ts",
                "disabled",
                "-output_ts_offset",
                String.valueOf(OFFSET_SECONDS),
                "-use_editlist",
                "0",
                "-frag_duration",
                "1",
                "-movflags",
                "empty_moov+default_base_moof+skip_trailer+frag_discont",
                "-f",
                "mp4",
                "pipe:1"));
    }

    private static List<MediaPart> read(byte[] stream) throws Exception {
        List<MediaPart> parts = new ArrayList<>();
        try (var reader = new FragmentedMp4Reader(new ByteArrayInputStream(stream))) {
            for (Optional<MediaPart> next = reader.next(); next.isPresent(); next = reader.next()) {
                parts.add(next.get());
            }
        }
        return parts;
    }

    private static List<MediaSample> samples(List<MediaPart> parts, int track) {
        return parts.stream()
                .filter(MediaSample.class::isInstance)
                .map(MediaSample.class::cast)
                .filter(sample -> sample.trackId() == track)
                .toList();
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
