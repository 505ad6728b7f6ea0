package io.dayreel.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.media.SampleFormat;
import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.TrackFormat;
import io.dayreel.testkit.Covers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.mp4parser.Box;
import org.mp4parser.IsoFile;
import org.mp4parser.boxes.iso14496.part12.ChunkOffset64BitBox;
import org.mp4parser.boxes.iso14496.part12.EditListBox;
import org.mp4parser.boxes.iso14496.part12.SampleDescriptionBox;
import org.mp4parser.boxes.iso14496.part12.SampleToChunkBox;
import org.mp4parser.boxes.iso14496.part12.StaticChunkOffsetBox;
import org.mp4parser.boxes.iso14496.part12.TimeToSampleBox;
import org.mp4parser.tools.Path;

class ProgressiveMp4Test {

    private static final byte[] AVC = {1, 0x4d, 0x40, 0x1f, -1, -31, 0, 0};
    private static final TrackFormat VIDEO = new TrackFormat(SampleFormat.H264, AVC, 640, 360, 0, 0, "");
    private static final TrackFormat LARGER = new TrackFormat(SampleFormat.H264, AVC, 1280, 720, 0, 0, "");
    private static final TrackFormat PCM = new TrackFormat(SampleFormat.PCM_S16LE, new byte[0], 0, 0, 8000, 1, "");
    private static final long T = 1_772_600_767_000_000L;
    private static final String STBL = "moov/trak[0]/mdia/minf/stbl/";

    private final ProgressiveMp4 file = new ProgressiveMp4();

    @Test
    void playingBeginsAndEndsWhereItIsAskedTo() throws IOException {
        for (int i = 0; i < 50; i++) {
            add(0, VIDEO, T + i * 40_000L, i % 25 == 0);
        }

        EditListBox edits = find(head(T + 300_000, T + 1_500_000), "moov/trak[0]/edts/elst");

        assertThat(edits.getEntries()).hasSize(1);
        assertThat(edits.getEntries().get(0).getMediaTime()).isEqualTo(27_000);
        assertThat(edits.getEntries().get(0).getSegmentDuration()).isEqualTo(1_200_000);
    }

    @Test
    void aTrackThatBeginsLaterIsDelayedByAnEmptyEdit() throws IOException {
        add(0, VIDEO, T, true);
        add(0, VIDEO, T + 40_000, false);
        add(1, PCM, T + 20_000, true);

        EditListBox edits = find(head(T, T + 1_000_000), "moov/trak[1]/edts/elst");

        assertThat(edits.getEntries()).hasSize(2);
        assertThat(edits.getEntries().get(0).getMediaTime()).isEqualTo(-1);
        assertThat(edits.getEntries().get(0).getSegmentDuration()).isEqualTo(20_000);
        assertThat(edits.getEntries().get(1).getMediaTime()).isZero();
    }

    @Test
    @Covers("A5")
    void aHoleKeepsItsLengthSoThatTracksStayInStep() throws IOException {
        add(0, VIDEO, T, true);
        add(0, VIDEO, T + 40_000, false);
        add(0, VIDEO, T + 60_040_000, true);

        TimeToSampleBox times = find(head(T, T + 90_000_000), STBL + "stts");

        assertThat(times.getEntries())
                .extracting(TimeToSampleBox.Entry::getDelta)
                .containsExactly(3600L, 5_400_000L, 3000L);
    }

    @Test
    void aChangedFormatIsAnotherDescriptionFromItsChunkOn() throws IOException {
        add(0, VIDEO, T, true);
        add(0, VIDEO, T + 40_000, false);
        add(0, LARGER, T + 80_000, true);
        add(0, VIDEO, T + 120_000, true);

        byte[] head = head(T, T + 200_000);

        SampleDescriptionBox descriptions = find(head, STBL + "stsd");
        assertThat(descriptions.getBoxes()).hasSize(2);
        SampleToChunkBox chunks = find(head, STBL + "stsc");
        assertThat(chunks.getEntries())
                .extracting(SampleToChunkBox.Entry::getSampleDescriptionIndex)
                .containsExactly(1L, 2L, 1L);
        assertThat(chunks.getEntries())
                .extracting(SampleToChunkBox.Entry::getSamplesPerChunk)
                .containsExactly(2L, 1L, 1L);
    }

    @Test
    void mediaBehindFourGigabytesIsFoundByWideOffsets() throws IOException {
        ByteBuffer body = ByteBuffer.allocate(4 << 20);
        for (int i = 0; i < 1100; i++) {
            file.add(i % 2, VIDEO, new Sample(T + i * 20_000L, 0, 0, true, body));
        }

        byte[] head = head(T, T + 60_000_000);

        ChunkOffset64BitBox offsets = find(head, "moov/trak[1]/mdia/minf/stbl/co64");
        assertThat(offsets.getChunkOffsets()).hasSize(550);
        assertThat(offsets.getChunkOffsets()[549]).isEqualTo(head.length + 1099L * (4 << 20));
        ByteBuffer end = ByteBuffer.wrap(head, head.length - 16, 16);
        assertThat(end.getInt()).isEqualTo(1);
        assertThat(end.getInt()).isEqualTo(0x6d646174);
        assertThat(end.getLong()).isEqualTo(file.mediaBytes() + 16);
    }

    @Test
    void offsetsCountFromTheFilesBeginWhateverIsInFront() throws IOException {
        add(0, VIDEO, T, true);
        add(1, PCM, T, true);
        UUID type = UUID.fromString("12345678-1234-1234-1234-123456789abc");

        byte[] head = file.head(new Shown(T, T + 20_000), List.of(new UserBox(type, new byte[1000])));

        StaticChunkOffsetBox offsets = find(head, "moov/trak[1]/mdia/minf/stbl/stco");
        assertThat(offsets.getChunkOffsets()).containsExactly(head.length + 10L);
        try (IsoFile parsed =
                new IsoFile(Channels.newChannel(new ByteArrayInputStream(Arrays.copyOf(head, head.length + 20))))) {
            assertThat(parsed.getBoxes()).extracting(Box::getType).containsExactly("ftyp", "moov", "uuid", "mdat");
        }
    }

    @Test
    void whatIsEarlierThanItsTrackIsLeftOutUntilTheNextKeyFrame() {
        assertThat(add(0, VIDEO, T, false)).isFalse();
        assertThat(add(0, VIDEO, T, true)).isTrue();
        assertThat(add(0, VIDEO, T - 1, false)).isFalse();
        assertThat(add(0, VIDEO, T + 1, false)).isFalse();
        assertThat(add(0, VIDEO, T + 2, true)).isTrue();
        assertThat(add(1, PCM, T - 50, true)).isTrue();
    }

    @Test
    void playingDoesNotBeginWithinAHole() {
        add(0, VIDEO, T, true);
        add(0, VIDEO, T + 40_000, false);
        add(0, VIDEO, T + 60_000_000, true);
        add(0, VIDEO, T + 60_040_000, false);

        assertThat(file.shown(T + 30_000_000, T + 60_060_000)).contains(new Shown(T + 60_000_000, T + 60_060_000));
        assertThat(file.shown(T + 30_000_000, T + 50_000_000)).isEmpty();
        assertThat(file.shown(T + 1_000_000, T + 50_000_000)).contains(new Shown(T + 1_000_000, T + 50_000_000));
        add(1, PCM, T + 29_990_000, true);
        add(1, PCM, T + 30_010_000, true);
        assertThat(file.shown(T + 30_000_000, T + 50_000_000)).contains(new Shown(T + 30_000_000, T + 50_000_000));
    }

    @Test
    void nothingIsShownOfARangeWithoutSamples() {
        assertThat(file.shown(T, T + 1)).isEmpty();
        add(0, VIDEO, T, true);
        assertThat(file.shown(T + 60_000_000, T + 61_000_000)).isEmpty();
        assertThat(file.shown(T - 60_000_000, T + 10)).contains(new Shown(T, T + 10));
    }

    private boolean add(int track, TrackFormat format, long timeMicros, boolean sync) {
        return file.add(track, format, new Sample(timeMicros, 0, 0, sync, ByteBuffer.allocate(10)))
                .isPresent();
    }

    private byte[] head(long fromMicros, long toMicros) {
        return file.head(file.shown(fromMicros, toMicros).orElseThrow(), List.of());
    }

    private static <T extends Box> T find(byte[] head, String path) throws IOException {
        try (IsoFile parsed = new IsoFile(Channels.newChannel(new ByteArrayInputStream(head)))) {
            return Path.getPath(parsed, path);
        }
    }
}
