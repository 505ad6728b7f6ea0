package io.dayreel.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.media.FragmentedMp4Reader;
import io.dayreel.media.MediaPart;
import io.dayreel.media.MediaSample;
import io.dayreel.media.MediaTrack;
import io.dayreel.media.MediaTracks;
import io.dayreel.media.SampleFormat;
import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.MediaPacket;
import io.dayreel.testkit.media.TestClip;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Writes files from what ffmpeg coded, and lets ffmpeg and ffprobe play them. */
class ProgressiveMp4IT {

    private static final Ffmpeg FFMPEG = Ffmpeg.find();
    private static final long START = 1_772_600_767_000_000L;
    private static final TestClip CLIP = TestClip.of(Duration.ofSeconds(2))
            .withSize(192, 128)
            .withRate(10, 5)
            .withBFrames(2);

    @TempDir
    Path directory;

    private final ProgressiveMp4 file = new ProgressiveMp4();
    private final ByteArrayOutputStream media = new ByteArrayOutputStream();

    @Test
    void picturesAndSoundComeBackPacketForPacketInStep() throws Exception {
        Path source = CLIP.with(TestClip.Audio.AAC).create(FFMPEG, directory.resolve("source.mp4"));
        append(source, START);

        Path written = written(START, START + 5_000_000);

        for (String stream : List.of("v:0", "a:0")) {
            assertThat(hashes(written, stream)).isEqualTo(hashes(source, stream));
        }
        List<MediaPacket> pictures = FFMPEG.probePackets(written, "v:0");
        List<MediaPacket> sourcePictures = FFMPEG.probePackets(source, "v:0");
        for (int i = 0; i < pictures.size(); i++) {
            assertThat(pictures.get(i).pts().orElseThrow()
                            - pictures.get(0).pts().orElseThrow())
                    .isEqualTo(Math.round((sourcePictures.get(i).pts().orElseThrow()
                                    - sourcePictures.get(0).pts().orElseThrow())
                            * 90_000.0
                            / 10_240));
        }
    }

    @Test
    void aPlayerShowsOnlyWhatWasAskedFor() throws Exception {
        append(CLIP.create(FFMPEG, directory.resolve("source.mp4")), START);

        Path written = written(START + 700_000, START + 1_500_000);

        byte[] shown = FFMPEG.output(List.of(
                "-i", written.toString(), "-f", "rawvideo", "-pix_fmt", "gray", "-fps_mode", "passthrough", "pipe:1"));
        assertThat(shown.length / (192 * 128)).isEqualTo(8);
        assertThat(Double.parseDouble(FFMPEG.probe(List.of(
                                "-show_entries", "format=duration", "-of", "default=nk=1:nw=1", written.toString()))
                        .strip()))
                .isEqualTo(0.8);
    }

    @Test
    void aHoleAndAnotherFormatPlayOnAtTheirTime() throws Exception {
        append(CLIP.create(FFMPEG, directory.resolve("one.mp4")), START);
        append(CLIP.withSize(256, 144).create(FFMPEG, directory.resolve("two.mp4")), START + 10_000_000);

        Path written = written(START, START + 20_000_000);

        List<String> expected = new ArrayList<>(hashes(directory.resolve("one.mp4"), "v:0"));
        expected.addAll(hashes(directory.resolve("two.mp4"), "v:0"));
        List<MediaPacket> packets = FFMPEG.probePackets(written, "v:0");
        assertThat(hashes(written, "v:0")).isEqualTo(expected);
        long step = packets.get(20).dts().orElseThrow() - packets.get(0).dts().orElseThrow();
        assertThat(step).isEqualTo(10 * 90_000L);
        byte[] decoded = FFMPEG.output(List.of(
                "-xerror",
                "-i",
                written.toString(),
                "-vf",
                "scale=64:64",
                "-fps_mode",
                "passthrough",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "gray",
                "pipe:1"));
        assertThat(decoded.length / (64 * 64)).isEqualTo(40);
    }

    @Test
    void aTrackWithNothingOfWhatIsShownDoesNotDisturb() throws Exception {
        append(CLIP.create(FFMPEG, directory.resolve("source.mp4")), START);
        TrackFormat pcm = new TrackFormat(SampleFormat.PCM_S16LE, new byte[0], 0, 0, 8000, 1, "");
        file.add(9, pcm, new Sample(START, 0, 0, true, ByteBuffer.allocate(320)));
        media.writeBytes(new byte[320]);

        Path written = written(START + 700_000, START + 1_500_000);

        byte[] shown = FFMPEG.output(List.of(
                "-xerror",
                "-i",
                written.toString(),
                "-f",
                "rawvideo",
                "-pix_fmt",
                "gray",
                "-fps_mode",
                "passthrough",
                "pipe:1"));
        assertThat(shown.length / (192 * 128)).isEqualTo(8);
    }

    private List<String> hashes(Path clip, String stream) {
        return FFMPEG.probePackets(clip, stream).stream()
                .map(MediaPacket::sha256)
                .toList();
    }

    private Path written(long fromMicros, long toMicros) throws Exception {
        byte[] head = file.head(file.shown(fromMicros, toMicros).orElseThrow(), List.of());
        Path written = Files.write(directory.resolve("written.mp4"), head);
        return Files.write(written, media.toByteArray(), java.nio.file.StandardOpenOption.APPEND);
    }

    private void append(Path source, long startMicros) throws Exception {
        String arguments =
                "-c copy -use_editlist 0 -movflags empty_moov+default_base_moof -frag_duration 1 -f mp4 pipe:1";
        List<String> all = new ArrayList<>(List.of("-i", source.toString()));
        all.addAll(List.of(arguments.split(" ")));
        Map<Integer, MediaTrack> tracks = new HashMap<>();
        try (var reader = new FragmentedMp4Reader(new ByteArrayInputStream(FFMPEG.output(all)))) {
            for (Optional<MediaPart> part = reader.next(); part.isPresent(); part = reader.next()) {
                if (part.get() instanceof MediaTracks found) {
                    found.tracks().forEach(track -> tracks.put(track.id(), track));
                } else if (part.get() instanceof MediaSample sample) {
                    append(tracks.get(sample.trackId()), sample, startMicros);
                }
            }
        }
    }

    private void append(MediaTrack track, MediaSample sample, long startMicros) {
        TrackFormat format = new TrackFormat(
                track.format(),
                track.codecRecord(),
                track.width(),
                track.height(),
                track.sampleRate(),
                track.channels(),
                track.language());
        Optional<ProgressiveMp4.Place> added = file.add(
                track.id(),
                format,
                new Sample(
                        startMicros + Math.round(sample.decodeTime() * 1e6 / track.timescale()),
                        (int) Math.round(sample.compositionOffset() * 1e6 / track.timescale()),
                        Math.round(sample.duration() * 1e6 / track.timescale()),
                        sample.sync(),
                        ByteBuffer.wrap(sample.bytes())));
        assertThat(added).isPresent();
        media.writeBytes(sample.bytes());
    }
}
