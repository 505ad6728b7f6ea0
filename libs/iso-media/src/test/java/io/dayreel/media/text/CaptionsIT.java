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
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mp4parser.IsoFile;
import org.mp4parser.PropertyBoxParserImpl;
import org.mp4parser.boxes.iso14496.part12.HandlerBox;
import org.mp4parser.boxes.iso14496.part12.NullMediaHeaderBox;
import org.mp4parser.boxes.iso14496.part12.TrackRunBox;

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
        assertThat(samples).hasSize(4);
        assertThat(text(samples.get(0)))
                .contains("vttc", "vsid", "began before")
                .doesNotContain("overlaps");
        assertThat(text(samples.get(1))).contains("began before", "overlaps\nand ends");
        assertThat(text(samples.get(2))).contains("overlaps\nand ends").doesNotContain("began before");
        assertThat(text(samples.get(3))).contains("vtte").doesNotContain("vttc");
        // This parser takes a wvtt entry for one without the fields that all sample entries have (14496-12, 8.5.2.2).
        try (IsoFile boxes = new IsoFile(FileChannel.open(file), new PropertyBoxParserImpl().skippingBoxes("wvtt"))) {
            HandlerBox handler = org.mp4parser.tools.Path.getPath(boxes, "moov[0]/trak[0]/mdia[0]/hdlr[0]");
            NullMediaHeaderBox header =
                    org.mp4parser.tools.Path.getPath(boxes, "moov[0]/trak[0]/mdia[0]/minf[0]/nmhd[0]");
            TrackRunBox run = org.mp4parser.tools.Path.getPath(boxes, "moof[0]/traf[0]/trun[0]");
            assertThat(handler.getHandlerType()).isEqualTo("text");
            assertThat(header).isNotNull();
            assertThat(run.getEntries())
                    .extracting(TrackRunBox.Entry::getSampleDuration)
                    .containsExactly(90_000L, 45_000L, 225_000L, 180_000L);
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

    private static String text(Sample sample) {
        return StandardCharsets.ISO_8859_1.decode(sample.body().duplicate()).toString();
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
