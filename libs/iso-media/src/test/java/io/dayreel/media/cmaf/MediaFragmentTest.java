package io.dayreel.media.cmaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.media.MediaSample;
import io.dayreel.media.MediaTrack;
import io.dayreel.media.SampleFormat;
import io.dayreel.testkit.Covers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MediaFragmentTest {

    private static final long T = Fragments.TIME;

    @Test
    void aSampleLastsUntilTheNextOneEvenAcrossACut() throws IOException {
        List<Sample> samples = List.of(Fragments.sample(T, 3), Fragments.sample(T + 33_333, 3));

        List<MediaSample> read = read(Fragments.VIDEO, samples, OptionalLong.of(T + 66_667));

        assertThat(read).extracting(MediaSample::duration).containsExactly(3000L, 3000L);
    }

    @Test
    void beforeAHoleTheHintCountsElseTheDurationBefore() throws IOException {
        Sample hinted = new Sample(T + 40_000, 0, 20_000, false, ByteBuffer.allocate(1));
        Sample unhinted = new Sample(T + 40_000, 0, 0, false, ByteBuffer.allocate(1));

        List<MediaSample> withHint =
                read(Fragments.VIDEO, List.of(Fragments.sample(T, 1), hinted), OptionalLong.of(T + 2_040_001));
        List<MediaSample> without =
                read(Fragments.VIDEO, List.of(Fragments.sample(T, 1), unhinted), OptionalLong.empty());

        assertThat(withHint).extracting(MediaSample::duration).containsExactly(3600L, 1800L);
        assertThat(without).extracting(MediaSample::duration).containsExactly(3600L, 3600L);
    }

    @Test
    void aLoneSampleOfUnknownLengthLastsAsLongAsItsCodecSays() throws IOException {
        Sample sixtyMillis = new Sample(T, 0, 0, true, ByteBuffer.wrap(new byte[] {3 << 3}));

        assertThat(read(Fragments.VIDEO, List.of(Fragments.sample(T, 1)), OptionalLong.empty()))
                .extracting(MediaSample::duration)
                .containsExactly(3000L);
        assertThat(read(Fragments.aac(44100, 2), List.of(Fragments.sample(T, 1)), OptionalLong.empty()))
                .extracting(MediaSample::duration)
                .containsExactly(1024L);
        assertThat(read(Fragments.opus(1), List.of(sixtyMillis), OptionalLong.empty()))
                .extracting(MediaSample::duration)
                .containsExactly(2880L);
    }

    @Test
    void aHoleInTheListKeepsTheTimesOfWhatFollows() throws IOException {
        List<Sample> samples = List.of(
                Fragments.sample(T, 2), Fragments.sample(T + 40_000, 2), Fragments.sample(T + 3_600_000_000L, 2));

        List<MediaSample> read = read(Fragments.VIDEO, samples, OptionalLong.empty());

        assertThat(read.get(2).decodeTime() - read.get(0).decodeTime()).isEqualTo(3600L * 90_000);
        assertThat(read.get(1).duration()).isEqualTo(3600);
    }

    @Test
    void theFirstBoxSaysWhenThePictureWasCaptured() {
        Sample reordered = new Sample(T, 80_000, 0, true, ByteBuffer.allocate(5));

        ByteBuffer head = MediaFragment.of(Fragments.VIDEO, List.of(reordered), OptionalLong.empty(), 1)
                .get(0);

        assertThat(head.getInt(0)).isEqualTo(32);
        assertThat(head.getInt(4)).isEqualTo(0x70726674);
        assertThat(head.getInt(8)).isEqualTo(0x01000018);
        long ntpSeconds = (T + 80_000) / 1_000_000 + 2_208_988_800L;
        assertThat(head.getInt(16) & 0xffffffffL).isEqualTo(ntpSeconds);
        assertThat((head.getInt(20) & 0xffffffffL) / 4294967296.0)
                .isCloseTo(0.203457, org.assertj.core.data.Offset.offset(1e-6));
        assertThat(head.getLong(24)).isEqualTo(SampleTimes.ticks(T + 80_000, 90_000));
    }

    @Test
    void bodiesAreGivenOnAsTheyLieInMemory() {
        byte[] memory = {9, 1, 2, 3, 9};
        ByteBuffer slice = ByteBuffer.wrap(memory, 1, 3).slice();

        List<ByteBuffer> buffers =
                MediaFragment.of(Fragments.VIDEO, List.of(new Sample(T, 0, 0, true, slice)), OptionalLong.empty(), 1);

        assertThat(buffers.get(1).array()).isSameAs(memory);
        assertThat(MediaFragment.length(buffers)).isEqualTo(Fragments.bytes(buffers).length);
        assertThat(slice.remaining()).isEqualTo(3);
    }

    @Test
    void nothingIsNoFragment() {
        assertThatThrownBy(() -> MediaFragment.of(Fragments.VIDEO, List.of(), OptionalLong.empty(), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Covers("C3")
    void theInitSegmentSaysAllOfATrack() throws IOException {
        TrackFormat format = new TrackFormat(SampleFormat.H264, Fragments.AVC_RECORD, 1920, 1080, 0, 0, "de");

        MediaTrack track = Fragments.onlyTrack(Fragments.read(InitSegment.of(format)));

        assertThat(track.id()).isEqualTo(1);
        assertThat(track.codec()).isEqualTo("avc1.4D401F");
        assertThat(track.codecRecord()).isEqualTo(Fragments.AVC_RECORD);
        assertThat(track.width()).isEqualTo(1920);
        assertThat(track.height()).isEqualTo(1080);
        assertThat(track.timescale()).isEqualTo(90_000);
        assertThat(track.language()).isEqualTo("deu");
    }

    @Test
    void aLanguageWithARegionIsWrittenInFull() {
        assertThat(language("en-GB").extended()).contains("en-GB");
        assertThat(language("en-GB").packed()).isEqualTo(language("eng").packed());
        assertThat(language("eng").extended()).isEmpty();
        assertThat(language("en").extended()).isEmpty();
        assertThat(language("").packed()).isEqualTo(language("not a language").packed());
    }

    @Test
    void pcmKeepsItsRateAndDuration() throws IOException {
        TrackFormat pcm = new TrackFormat(SampleFormat.PCM_S16LE, new byte[0], 0, 0, 8000, 1, "");

        MediaTrack track = Fragments.onlyTrack(Fragments.read(InitSegment.of(pcm)));
        List<MediaSample> read = read(pcm, List.of(Fragments.sample(T, 320)), OptionalLong.empty());

        assertThat(track.format()).isEqualTo(SampleFormat.PCM_S16LE);
        assertThat(track.timescale()).isEqualTo(8000);
        assertThat(read.get(0).duration()).isEqualTo(160);
    }

    private static Language language(String tag) {
        return Language.of(tag);
    }

    private static List<MediaSample> read(TrackFormat format, List<Sample> samples, OptionalLong next)
            throws IOException {
        byte[] fragment = Fragments.bytes(MediaFragment.of(format, samples, next, 1));
        return Fragments.samples(Fragments.read(InitSegment.of(format), fragment));
    }
}
