package io.dayreel.streamer.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.media.text.Cue;
import io.dayreel.media.text.CueFile;
import io.dayreel.protocol.stream.Day;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.testkit.Covers;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ShownTextTest {
    private static final Day DAY = Day.parse("2026-11-21");
    private static final long SECOND = 1_000_000;
    private static final long WRAP = 1L << 33;
    /** An hour after the media's clock was zero. */
    private static final long START = (DAY.startMicros() * 9 / 100 / WRAP + 1) * WRAP * 100 / 9 + 3_600 * SECOND;

    private static MediaAddress.Text address(long startMicros, long endMicros, boolean late) {
        return new MediaAddress.Text(
                DAY,
                Rendition.text(8),
                7,
                0,
                1_000,
                startMicros,
                endMicros,
                late,
                "",
                0,
                MediaAddress.Text.Form.WEB_VTT);
    }

    private static MediaAddress.Text seconds(double from, double to, boolean late) {
        return address(START + micros(from), START + micros(to), late);
    }

    private static TextFrame frame(long counter, double at, double lasts, String text) {
        return new TextFrame(8, counter, START + micros(at), micros(lasts), text);
    }

    private static long micros(double seconds) {
        return Math.round(seconds * SECOND);
    }

    private static String text(MediaAddress.Text address, List<TextFrame> frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer each : new ShownText(address, frames).bytes()) {
            byte[] copy = new byte[each.remaining()];
            each.duplicate().get(copy);
            all.writeBytes(copy);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Covers("C5")
    @Test
    void aCueIsInEverySegmentThatItOverlapsAsItIs() {
        List<TextFrame> frames = List.of(frame(3, 2, 5, "long"), frame(9, 9, 1, "other"));

        assertThat(text(seconds(0, 4, false), frames)).isEqualTo("""
                        WEBVTT
                        X-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:0

                        %d-7-3
                        01:00:02.000 --> 01:00:07.000
                        long
                        """.formatted(DAY.number()));
        assertThat(text(seconds(4, 8, false), frames))
                .contains("-7-3\n01:00:02.000 --> 01:00:07.000\nlong\n")
                .doesNotContain("other");
        assertThat(text(seconds(7, 8, false), frames)).doesNotContain("-->");
    }

    @Covers("C5")
    @Test
    void aCueOfAFileOfCaptionsOfAVideoIsShownAsLongAsTheFileSays() {
        TextFrame frame = new TextFrame(96, 1, SECOND, 100 * SECOND, "long");

        assertThat(text(ofVideo(65_000, 99, 103), List.of(frame))).contains("00:00:01.000 --> 00:01:41.000\nlong");
        assertThat(text(ofVideo(3, 99, 103), List.of(frame))).doesNotContain("-->");
    }

    private static MediaAddress.Text ofVideo(int run, long fromSeconds, long toSeconds) {
        return new MediaAddress.Text(
                Day.VIDEO,
                Rendition.text(96),
                run,
                0,
                10,
                fromSeconds * SECOND,
                toSeconds * SECOND,
                false,
                "",
                0,
                MediaAddress.Text.Form.WEB_VTT);
    }

    @Covers("C5")
    @Test
    void aCueOfUnknownLengthIsCutAtTheBordersAndEndsWithTheNextOne() {
        List<TextFrame> frames = List.of(frame(1, 2, 0, "one"), frame(2, 5, 0, "two"), frame(3, 6, 0, " "));

        assertThat(text(seconds(0, 4, false), frames)).contains("01:00:02.000 --> 01:00:04.000\none");
        assertThat(text(seconds(4, 8, false), frames))
                .contains("01:00:04.000 --> 01:00:05.000\none", "01:00:05.000 --> 01:00:06.000\ntwo");
        assertThat(text(seconds(4, 30, false), frames.subList(0, 1))).contains("01:00:04.000 --> 01:00:09.000\none");
    }

    @Covers("C5")
    @Test
    void whatCameLateIsInALaterLiveSegmentToo() {
        List<TextFrame> frames = List.of(frame(1, 1, 1, "late"), frame(2, 1, 0, "of unknown length"));

        assertThat(text(seconds(9, 12, true), frames)).contains("01:00:01.000 --> 01:00:02.000\nlate");
        assertThat(text(seconds(9, 12, false), frames)).doesNotContain("-->");
        assertThat(text(seconds(13, 17, true), frames)).doesNotContain("-->");
    }

    @Test
    void noCueIsShownForLongerThanIsLookedBack() {
        assertThat(text(seconds(0, 4, false), List.of(frame(1, 0, 3_600, "long"))))
                .contains("01:00:00.000 --> 01:00:30.000\nlong");
    }

    @Covers("C5")
    @Test
    void asMp4TheSameIsInOneFragmentWithoutAHole() {
        List<TextFrame> frames = List.of(frame(3, 2, 5, "long"), frame(4, 3, 2, "other"));

        String mp4 = text(seconds(0, 8, false).in(MediaAddress.Text.Form.MP4), frames);

        assertThat(mp4).contains("moof", "tfdt", "vtte", "vttc", "long", "other");
        assertThat(mp4.split("mdat", -1)).hasSize(2);
    }

    @Covers("C5")
    @Property(tries = 200)
    void theMapLeadsEveryCueToItsPlaceOnTheMediaClock(
            @ForAll @LongRange(max = 80_000_000_000L) long atMicros, @ForAll @LongRange(min = 1, max = 29) long lasts)
            throws Exception {
        long start = DAY.startMicros() + atMicros;
        TextFrame frame = new TextFrame(8, 1, start + SECOND, lasts * SECOND, "x");

        String segment = text(address(start, start + 6 * SECOND, false), List.of(frame));

        String[] map = segment.lines().skip(1).findFirst().orElseThrow().split("LOCAL:|,MPEGTS:");
        long local = cue(("WEBVTT\n\n" + map[1] + " --> 999:00:00.000\nx")).startMicros();
        long ticks = Long.parseLong(map[2]) + (cue(segment).startMicros() - local) * 9 / 100;
        long off = Math.floorMod(ticks - (start + SECOND) * 9 / 100 + WRAP / 2, WRAP) - WRAP / 2;
        assertThat(Math.abs(off)).as("ticks beside the picture").isLessThanOrEqualTo(90);
    }

    private static Cue cue(String webVtt) throws Exception {
        return CueFile.read(webVtt.getBytes(StandardCharsets.UTF_8)).get(0);
    }
}
