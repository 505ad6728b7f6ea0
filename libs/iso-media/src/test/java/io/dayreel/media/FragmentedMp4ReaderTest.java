package io.dayreel.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FragmentedMp4ReaderTest {

    private static final byte[] NO_EDITS = {};
    private static final byte[] STREAM = Mp4Bytes.join(
            Mp4Bytes.box("ftyp", Mp4Bytes.ints(0, 0)),
            Mp4Bytes.movie(96, Mp4Bytes.edits(250, -1, 0, 80)),
            Mp4Bytes.fragment(1000, 10, 0, 3),
            Mp4Bytes.fragment(1120, 70_000));

    @Test
    void samplesTakeWhatTheirFragmentLeavesOutFromTheMovie() throws Exception {
        byte[] stream = Mp4Bytes.join(Mp4Bytes.movie(96, NO_EDITS), Mp4Bytes.fragment(1000, 2, 3));

        List<MediaPart> parts = read(stream);

        assertThat(parts).hasSize(3);
        MediaSample first = (MediaSample) parts.get(1);
        MediaSample second = (MediaSample) parts.get(2);
        assertThat(first.sync()).isTrue();
        assertThat(first.bytes()).containsExactly(1, 1);
        assertThat(second.sync()).isFalse();
        assertThat(second.decodeTime()).isEqualTo(1040);
        assertThat(second.duration()).isEqualTo(40);
        assertThat(second.bytes()).containsExactly(2, 2, 2);
    }

    @Test
    void anEmptyEditDelaysAndAMediaTimeAdvances() throws Exception {
        MediaSample first = (MediaSample) read(STREAM).get(1);

        assertThat(first.decodeTime()).isEqualTo(1000 + 250 * 1000 / 500 - 80);
    }

    @Test
    void aSecondMovieBoxReplacesTheTracks() throws Exception {
        byte[] stream = Mp4Bytes.join(
                Mp4Bytes.movie(96, NO_EDITS),
                Mp4Bytes.fragment(0, 5),
                Mp4Bytes.movie(128, NO_EDITS),
                Mp4Bytes.fragment(40, 5));

        List<MediaPart> parts = read(stream);

        assertThat(parts).hasSize(4);
        assertThat(((MediaTracks) parts.get(2)).tracks().get(0).width()).isEqualTo(128);
    }

    @Test
    void aDecodeTimeBelowZeroIsRead() throws Exception {
        byte[] stream = Mp4Bytes.join(Mp4Bytes.movie(96, NO_EDITS), Mp4Bytes.fragment(-100, 1));

        MediaSample sample = (MediaSample) read(stream).get(1);

        assertThat(sample.decodeTime()).isEqualTo(-100);
    }

    @Test
    void aSampleOverTheLimitIsRefusedBeforeItIsRead() {
        byte[] stream = Mp4Bytes.join(Mp4Bytes.movie(96, NO_EDITS), Mp4Bytes.fragment(0, (4 << 20) + 1));

        assertThatThrownBy(() -> read(stream))
                .isInstanceOfSatisfying(MediaFormatException.class, malformed -> assertThat(malformed.boxPath())
                        .isEqualTo("moof/traf/trun"))
                .hasMessageContaining("4194305 bytes");
    }

    @Test
    void aBoxOverTheLimitIsRefusedBeforeItIsRead() {
        byte[] stream = Mp4Bytes.join(Mp4Bytes.ints((64 << 20) + 1, BoxType.MOOV), new byte[100]);

        assertThatThrownBy(() -> read(stream))
                .isInstanceOf(MediaFormatException.class)
                .hasMessage("box moov: 67108865 bytes, the limit is 67108864");
    }

    @Test
    void anOrdinaryMp4IsNamedAsNotFragmented() {
        byte[] stream = Mp4Bytes.box("moov", Mp4Bytes.box("mvhd", Mp4Bytes.ints(0, 0, 0, 500, 0)));

        assertThatThrownBy(() -> read(stream)).hasMessage("box moov: has no mvex: the file is not fragmented");
    }

    @Property(tries = 500)
    void aStreamCutAnywhereEndsAtABoxOrSaysSo(@ForAll @IntRange(max = 70_700) int length) throws Exception {
        byte[] cut = Arrays.copyOf(STREAM, Math.min(length, STREAM.length));

        readOrRefuse(cut);
    }

    @Property(tries = 5_000)
    void changedBytesNeverThrowAnythingElse(
            @ForAll @Size(min = 1, max = 6) List<@IntRange(max = 700) Integer> places, @ForAll byte value)
            throws Exception {
        byte[] changed = STREAM.clone();
        for (int place : places) {
            changed[place] = value;
        }

        readOrRefuse(changed);
    }

    @Property(tries = 2_000)
    void anyBytesAfterAnyBoxTypeNeverThrowAnythingElse(@ForAll byte[] bytes, @ForAll @IntRange(max = 2) int kind)
            throws Exception {
        String type = List.of("moov", "moof", "mdat").get(kind);

        readOrRefuse(Mp4Bytes.join(Mp4Bytes.movie(96, NO_EDITS), Mp4Bytes.box(type, bytes), bytes));
    }

    private static void readOrRefuse(byte[] stream) throws IOException {
        try {
            assertThat(read(stream)).hasSizeLessThan(200_000);
        } catch (MediaFormatException refused) {
            assertThat(refused).hasMessageMatching("(box .+|media stream): .+");
        }
    }

    private static List<MediaPart> read(byte[] stream) throws IOException {
        List<MediaPart> parts = new ArrayList<>();
        try (var reader = new FragmentedMp4Reader(new ByteArrayInputStream(stream))) {
            for (Optional<MediaPart> next = reader.next(); next.isPresent(); next = reader.next()) {
                parts.add(next.get());
            }
        }
        return parts;
    }
}
