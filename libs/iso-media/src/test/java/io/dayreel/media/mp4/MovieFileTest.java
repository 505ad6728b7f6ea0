package io.dayreel.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.media.MediaBytes;
import io.dayreel.media.MediaFormatException;
import io.dayreel.media.MovieFile;
import io.dayreel.media.MovieTrack;
import io.dayreel.media.SampleFormat;
import io.dayreel.media.cmaf.Sample;
import io.dayreel.media.cmaf.SampleTimes;
import io.dayreel.media.cmaf.TrackFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MovieFileTest {
    private static final byte[] AVC = {1, 0x4d, 0x40, 0x1f, -1, -31, 0, 0};
    private static final byte[] OTHER_AVC = {1, 0x4d, 0x40, 0x20, -1, -31, 0, 0};
    private static final TrackFormat VIDEO = new TrackFormat(SampleFormat.H264, AVC, 640, 360, 0, 0, "");
    private static final TrackFormat LARGER = new TrackFormat(SampleFormat.H264, OTHER_AVC, 1280, 720, 0, 0, "");
    private static final TrackFormat AAC =
            new TrackFormat(SampleFormat.AAC, new byte[] {0x12, 0x10}, 0, 0, 44100, 2, "");
    private static final UUID TYPE = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    private static final long T = 1_772_600_767_000_001L;
    private static final long HOLE = 60_000_000;

    private final ByteArrayOutputStream media = new ByteArrayOutputStream();
    private byte[] file;

    /** Pictures out of order, sound that begins later, a hole, a change of the format. */
    @BeforeEach
    void write() {
        ProgressiveMp4 mp4 = new ProgressiveMp4();
        for (int i = 0; i < 100; i++) {
            int composition = i % 3 == 1 ? 80_000 : 0;
            add(mp4, 0, i < 50 ? VIDEO : LARGER, new Sample(time(i), composition, 40_000, i % 25 == 0, body(i)));
            if (i >= 10) {
                add(mp4, 1, AAC, new Sample(time(i) + 7_001, 0, 23_220, true, body(1000 + i)));
            }
        }
        Shown shown = mp4.shown(T + 500_000, T + HOLE + 3_000_000).orElseThrow();
        byte[] head = mp4.head(shown, List.of(new UserBox(TYPE, new byte[] {1, 2, 3})));
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.writeBytes(head);
        whole.writeBytes(media.toByteArray());
        file = whole.toByteArray();
    }

    private static long time(int picture) {
        return T + picture * 40_000L + (picture >= 75 ? HOLE : 0);
    }

    private static ByteBuffer body(int seed) {
        byte[] body = new byte[20 + seed % 50];
        new Random(seed).nextBytes(body);
        return ByteBuffer.wrap(body);
    }

    private void add(ProgressiveMp4 mp4, int track, TrackFormat format, Sample sample) {
        mp4.add(track, format, sample);
        media.writeBytes(sample.body().array());
    }

    private static MediaBytes bytes(byte[] file) {
        return new MediaBytes() {
            @Override
            public long size() {
                return file.length;
            }

            @Override
            public ByteBuffer read(long offset, int length) {
                return ByteBuffer.wrap(file, Math.toIntExact(offset), length).slice();
            }
        };
    }

    @Test
    void whatWasWrittenIsReadBack() throws IOException {
        MovieFile movie = MovieFile.read(bytes(file));

        MovieTrack video = movie.tracks().get(0);
        MovieTrack sound = movie.tracks().get(1);
        assertThat(video.sampleCount()).isEqualTo(100);
        assertThat(sound.sampleCount()).isEqualTo(90);
        for (int i = 0; i < 100; i++) {
            assertThat(sample(video, i + 1)).isEqualTo(body(i).array());
            assertThat(video.decodeTicks(i + 1)).isEqualTo(ticks(time(i), 90_000) - ticks(T, 90_000));
            assertThat(video.compositionTicks(i + 1)).isEqualTo(i % 3 == 1 ? 7200 : 0);
            assertThat(video.isSync(i + 1)).isEqualTo(i % 25 == 0);
            assertThat(video.codecRecord(i + 1)).isEqualTo(i < 50 ? AVC : OTHER_AVC);
            if (i >= 10) {
                assertThat(sample(sound, i - 9)).isEqualTo(body(1000 + i).array());
                assertThat(sound.isSync(i - 9)).isTrue();
                assertThat(sound.codecRecord(i - 9)).containsExactly(0x12, 0x10);
            }
        }
        assertThat(video.playedAfterTicks()).hasValue(-45_000);
        assertThat(sound.playedAfterTicks()).hasValue(-4101);
    }

    private byte[] sample(MovieTrack track, int number) {
        int at = Math.toIntExact(track.offset(number));
        return Arrays.copyOfRange(file, at, at + track.length(number));
    }

    private static long ticks(long micros, int timescale) {
        return SampleTimes.ticks(micros, timescale);
    }

    @Test
    void userBoxesAreFound() throws IOException {
        MovieFile movie = MovieFile.read(bytes(file));

        MovieFile.UserBoxPlace box = movie.userBoxes().get(0);
        assertThat(box.type()).isEqualTo(TYPE);
        assertThat(Arrays.copyOfRange(file, (int) box.offset(), (int) (box.offset() + box.length())))
                .containsExactly(1, 2, 3);
    }

    @Test
    void alteredBytesGiveTablesOrAnErrorAndNothingElse() throws IOException {
        Random random = new Random(3);
        int head = file.length - media.size();
        for (int round = 0; round < 3000; round++) {
            byte[] altered = file.clone();
            altered[random.nextInt(head)] = (byte) random.nextInt();
            try {
                for (MovieTrack track : MovieFile.read(bytes(altered)).tracks()) {
                    assertThat(track.sampleCount()).isLessThanOrEqualTo(1 << 23);
                }
            } catch (MediaFormatException expected) {
                assertThat(expected).hasMessageContaining(":");
            }
        }
        assertThat(MovieFile.isMovie(bytes(file))).isTrue();
    }

    @Test
    void aCutFileIsRefused() {
        byte[] cut = Arrays.copyOf(file, file.length - 1);

        assertThatThrownBy(() -> MovieFile.read(bytes(cut))).isInstanceOf(MediaFormatException.class);
    }
}
