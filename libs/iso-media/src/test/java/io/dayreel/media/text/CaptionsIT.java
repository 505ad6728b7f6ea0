package io.dayreel.media.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.media.SampleFormat;
import io.dayreel.media.cmaf.InitSegment;
import io.dayreel.media.cmaf.MediaFragment;
import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.SampleTimes;
import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.media.text.WvttSamples.Placed;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.MediaPacket;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mp4parser.IsoFile;
import org.mp4parser.boxes.iso14496.part12.HandlerBox;
import org.mp4parser.boxes.iso14496.part12.NullMediaHeaderBox;
import org.mp4parser.boxes.iso14496.part30.WebVTTSampleEntry;

/** What ffmpeg and another parser read of the same captions. */
class CaptionsIT {
    private static final Ffmpeg FFMPEG = Ffmpeg.find();
    private static final long START = 1_795_255_200_123_457L;
    private static final TrackFormat TEXT = new TrackFormat(SampleFormat.WVTT, new byte[0], 0, 0, 0, 0, "de");

    @TempDir
    Path directory;

    @Covers("C5")
    @Test
    void ffmpegFindsTheSameCuesInTheSameFiles() throws Exception {
        String vtt = "WEBVTT\n\nNOTE no cue\n\n1\n00:01.000 --> 00:02.500 align:start\nHello\nthere\n\n"
                + "01:00:00.001 --> 01:00:03.250\nGrüße <i>mehr</i>\n";
        String srt = "\uFEFF1\r\n00:00:01,000 --> 00:00:02,500\r\nHello\r\nthere\r\n\r\n"
                + "2\r\n01:00:00,001 --> 01:00:03,250\r\nGrüße <i>mehr</i>\r\n";

        for (String name : List.of("a.vtt", "a.srt")) {
            Path file = Files.writeString(directory.resolve(name), name.endsWith("vtt") ? vtt : srt);
            List<Cue> own = CueFile.read(Files.readAllBytes(file));

            byte[] said = FFMPEG.output(List.of("-i", file.toString(), "-f", "webvtt", "pipe:1"));

            assertThat(own).hasSize(2).isEqualTo(CueFile.read(said));
        }
    }

    @Covers("C5")
    @Test
    void ffprobeAndAnotherParserReadTheSamplesOfATrack() throws Exception {
        Cue first = new Cue(START - 5_000_000, START + 1_500_000, "began before");
        Cue second = new Cue(START + 1_000_000, START + 4_000_000, "overlaps\nand ends");

        List<Sample> samples =
                WvttSamples.of(List.of(new Placed(7, first), new Placed(8, second)), START, START + 6_000_000);

        Path file = Files.write(directory.resolve("text.mp4"), packaged(samples));
        List<MediaPacket> packets = FFMPEG.probePackets(file);
        assertThat(packets).hasSize(4);
        for (int i = 0; i < packets.size(); i++) {
            assertThat(packets.get(i).pts())
                    .hasValue(SampleTimes.ticks(samples.get(i).timeMicros(), TrackFormat.VIDEO_TIMESCALE));
        }
        assertThat(FFMPEG.probeStream(file, "0", "codec_tag_string")).isEqualTo("wvtt");
        assertThat(samples)
                .extracting(sample -> StandardCharsets.UTF_8
                        .decode(sample.body().duplicate())
                        .toString()
                        .replaceAll("[^a-z]+", " ")
                        .strip())
                .containsExactly(
                        "vttc vsid payl began before",
                        "vttc vsid payl began before vttc vsid payl overlaps and ends",
                        "vttc vsid payl overlaps and ends",
                        "vtte");
        try (IsoFile boxes = new IsoFile(file.toFile())) {
            assertThat(org.mp4parser.tools.Path.<HandlerBox>getPath(boxes, "moov[0]/trak[0]/mdia[0]/hdlr[0]")
                            .getHandlerType())
                    .isEqualTo("text");
            assertThat(org.mp4parser.tools.Path.<NullMediaHeaderBox>getPath(
                            boxes, "moov[0]/trak[0]/mdia[0]/minf[0]/nmhd[0]"))
                    .isNotNull();
            WebVTTSampleEntry entry =
                    org.mp4parser.tools.Path.getPath(boxes, "moov[0]/trak[0]/mdia[0]/minf[0]/stbl[0]/stsd[0]/wvtt[0]");
            assertThat(entry.getConfig().getConfig()).isEqualTo("WEBVTT");
        }
    }

    @Test
    void samplesOfLongSilenceAreOneFragment() {
        List<Sample> samples = WvttSamples.of(
                List.of(new Placed(1, new Cue(START + 20_000_000, START + 21_000_000, "late"))),
                START,
                START + 30_000_000);

        List<ByteBuffer> buffers = MediaFragment.of(TEXT, samples, OptionalLong.of(START + 30_000_000), 1);

        assertThat(samples).extracting(Sample::durationHintMicros).containsExactly(20_000_000L, 1_000_000L, 9_000_000L);
        assertThat(buffers).hasSize(1 + samples.size());
    }

    private static byte[] packaged(List<Sample> samples) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(InitSegment.of(TEXT));
        for (ByteBuffer each : MediaFragment.of(TEXT, samples, OptionalLong.empty(), 1)) {
            byte[] copy = new byte[each.remaining()];
            each.duplicate().get(copy);
            bytes.writeBytes(copy);
        }
        return bytes.toByteArray();
    }
}
