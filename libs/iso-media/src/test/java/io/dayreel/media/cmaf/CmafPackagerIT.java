package io.dayreel.media.cmaf;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.media.MediaPart;
import io.dayreel.media.MediaSample;
import io.dayreel.media.MediaTrack;
import io.dayreel.media.MediaTracks;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.MediaPacket;
import io.dayreel.testkit.media.TestClip;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.mp4parser.Box;
import org.mp4parser.Container;
import org.mp4parser.IsoFile;
import org.mp4parser.support.AbstractBox;

/** Packages what ffmpeg coded, with absolute times, and lets ffprobe and another parser read it. */
class CmafPackagerIT {

    private static final Ffmpeg FFMPEG = Ffmpeg.find();
    private static final TestClip CLIP =
            TestClip.of(Duration.ofMillis(1200)).withSize(192, 128).withRate(10, 5);

    @TempDir
    Path directory;

    static Stream<Arguments> clips() {
        return Stream.of(
                Arguments.of("H.264 with B-frames", CLIP.withBFrames(2), "v:0"),
                Arguments.of("H.265", CLIP.with(TestClip.Video.H265).withBFrames(2), "v:0"),
                Arguments.of("VP9", CLIP.with(TestClip.Video.VP9), "v:0"),
                Arguments.of("AV1", CLIP.with(TestClip.Video.AV1), "v:0"),
                Arguments.of("AAC", CLIP.with(TestClip.Video.NONE).with(TestClip.Audio.AAC), "a:0"),
                Arguments.of("Opus", CLIP.with(TestClip.Video.NONE).with(TestClip.Audio.OPUS), "a:0"));
    }

    @Covers("C3")
    @ParameterizedTest(name = "{0}")
    @MethodSource("clips")
    void everyPacketComesBackFromFfprobeWithItsAbsoluteTime(String name, TestClip clip, String stream)
            throws Exception {
        Path source = clip.create(FFMPEG, directory.resolve("source.mp4"));
        List<MediaPart> parts = Fragments.read(fragmented(source));
        TrackFormat format = format(((MediaTracks) parts.get(0)).tracks().get(0));
        List<Sample> samples = absolute(Fragments.samples(parts), format.timescale());

        Path packaged = packaged(format, samples);

        List<MediaPacket> packets = FFMPEG.probePackets(packaged, stream);
        assertThat(packets)
                .extracting(MediaPacket::sha256)
                .isEqualTo(FFMPEG.probePackets(source, stream).stream()
                        .map(MediaPacket::sha256)
                        .toList());
        for (int i = 0; i < packets.size(); i++) {
            Sample sample = samples.get(i);
            assertThat(packets.get(i).dts()).hasValue(SampleTimes.ticks(sample.timeMicros(), format.timescale()));
            assertThat(packets.get(i).pts())
                    .hasValue(SampleTimes.ticks(sample.presentationMicros(), format.timescale()));
            assertThat(packets.get(i).key()).isEqualTo(sample.sync());
        }
        assertThat(readByAnotherParser(packaged)).contains("ftyp", "moov", "stsd", "prft", "moof", "trun", "mdat");
    }

    @Test
    void silenceIsSilentForTheDecoder() throws Exception {
        for (TrackFormat format :
                List.of(Fragments.aac(48000, 1), Fragments.aac(44100, 2), Fragments.opus(1), Fragments.opus(2))) {
            long micros = Math.round(1e6 * Silence.durationTicks(format) / format.timescale());
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                ByteBuffer unit = ByteBuffer.wrap(Silence.unit(format).orElseThrow());
                samples.add(new Sample(i * micros, 0, micros, true, unit));
            }
            Path packaged = packaged(format, samples);

            byte[] decoded = FFMPEG.output(List.of("-xerror", "-i", packaged.toString(), "-f", "s16le", "pipe:1"));

            int decodedUnits = format.codec() == io.dayreel.media.SampleFormat.OPUS ? 9 : 10;
            assertThat(decoded.length).isGreaterThanOrEqualTo((int)
                    (decodedUnits * Silence.durationTicks(format) * 2 * format.channels()));
            assertThat(decoded).containsOnly(0);
        }
    }

    /** In three fragments whose borders are not at key frames. */
    private Path packaged(TrackFormat format, List<Sample> samples) throws Exception {
        List<byte[]> stream = new ArrayList<>(List.of(InitSegment.of(format)));
        int third = samples.size() / 3;
        int[] cuts = {0, third, 2 * third, samples.size()};
        for (int i = 0; i < 3; i++) {
            OptionalLong next = i < 2 ? OptionalLong.of(samples.get(cuts[i + 1]).timeMicros()) : OptionalLong.empty();
            stream.add(Fragments.bytes(MediaFragment.of(format, samples.subList(cuts[i], cuts[i + 1]), next, i + 1L)));
        }
        return Files.write(directory.resolve("packaged.mp4"), Fragments.join(stream.toArray(byte[][]::new)));
    }

    private static byte[] fragmented(Path source) {
        String arguments = "-c copy -use_editlist 0 -movflags empty_moov+default_base_moof+frag_keyframe -f mp4 pipe:1";
        List<String> all = new ArrayList<>(List.of("-i", source.toString()));
        all.addAll(List.of(arguments.split(" ")));
        return FFMPEG.output(all);
    }

    private static TrackFormat format(MediaTrack track) {
        return new TrackFormat(
                track.format(),
                track.codecRecord(),
                track.width(),
                track.height(),
                track.sampleRate(),
                track.channels(),
                track.language());
    }

    private static List<Sample> absolute(List<MediaSample> samples, int timescale) throws Exception {
        List<Sample> absolute = new ArrayList<>();
        long scale = samples.isEmpty() ? 1 : timescale;
        for (MediaSample sample : samples) {
            absolute.add(new Sample(
                    Fragments.TIME + micros(sample.decodeTime(), scale),
                    (int) micros(sample.compositionOffset(), scale),
                    micros(sample.duration(), scale),
                    sample.sync(),
                    ByteBuffer.wrap(sample.bytes())));
        }
        return absolute;
    }

    private static long micros(long ticks, long timescale) {
        return Math.round(ticks * 1e6 / timescale);
    }

    /** Types of all boxes, each parsed by isoparser to its last field. */
    private static List<String> readByAnotherParser(Path file) throws Exception {
        List<String> types = new ArrayList<>();
        try (IsoFile parsed = new IsoFile(file.toFile())) {
            collect(parsed, types);
            assertThat(parsed.getSize()).isEqualTo(Files.size(file));
        }
        return types;
    }

    private static void collect(Container container, List<String> types) {
        for (Box box : container.getBoxes()) {
            types.add(box.getType());
            if (box instanceof AbstractBox lazy) {
                lazy.parseDetails();
            }
            if (box instanceof Container inner) {
                collect(inner, types);
            }
        }
    }
}
