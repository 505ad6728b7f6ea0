package io.dayreel.streamer.rendition;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MediaAddressTest {
    private static final Day DAY = Day.parse("2026-11-21");

    static Stream<MediaAddress> addresses() {
        return Stream.of(
                new MediaAddress.Init(DAY, Rendition.video(0), 15_000, 1, "0123abcd"),
                new MediaAddress.Segment(DAY, Rendition.audio(255), 0, 0, 1, ""),
                new MediaAddress.Segment(DAY, Rendition.video(7), 43_199, 10, 4_294_967_296L, "00ff00ff"),
                new MediaAddress.KeyPicture(DAY, Rendition.video(1), 1, 77),
                new MediaAddress.Silence(DAY, Rendition.audio(1), 2, 3, 1_795_255_200_000_000L, 1_795_255_204_000_000L),
                text(true, "0123abcd"),
                text(false, "").in(MediaAddress.Text.Form.MP4));
    }

    private static MediaAddress.Text text(boolean late, String tag) {
        return new MediaAddress.Text(
                DAY,
                Rendition.text(255),
                43_199,
                4_294_967_290L,
                4_294_967_296L,
                1_795_255_200_000_000L,
                1_795_255_204_000_000L,
                late,
                tag,
                MediaAddress.Text.Form.WEB_VTT);
    }

    @Covers("C8")
    @ParameterizedTest
    @MethodSource("addresses")
    void anAddressIsReadAsItIsWritten(MediaAddress address) {
        assertThat(MediaAddress.parse(address.path())).contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-11-21/v0/1-2-3",
                "2026-11-21/v0/1-3-2.m4s",
                "2026-11-21/v0/1-2-2.m4s",
                "2026-11-21/v256/1-2-3.m4s",
                "2026-11-21/x0/1-2-3.m4s",
                "2026-13-41/v0/1-2-3.m4s",
                "2026-11-21/v0/1-c1-0123abcg.mp4",
                "2026-11-21/v0/../1-2-3.m4s",
                "2026-11-21/v0/1-2-99999999999.m4s",
                "2026-11-21/v0/1-2-4294967297.m4s",
                "2026-11-21/v0/1-4294967296-key.m4s",
                "2026-11-21/v0/65536-2-3.m4s",
                "2026-11-21/v0/65536-2-key.m4s",
                "2026-11-21/v0/65536-c1-0123abcd.mp4",
                "2026-11-21/a0/65536-s0-4-5.m4s",
                "2026-11-21/a0/1-s0-5-4.m4s",
                "2026-11-21/t0/1-2-3.m4s",
                "2026-11-21/t0/1-2-3-5-4.vtt",
                "2026-11-21/t0/1-3-2-4-5.vtt",
                "2026-11-21/v0/1-2-3-4-5.vtt",
                "2026-11-21/t0/1-2-key.m4s",
                "2026-11-21/a0/1-s0-0-99999999999999999.m4s"
            })
    void whatNoPlaylistListsIsNoAddress(String path) {
        assertThat(MediaAddress.parse(path)).isEmpty();
    }

    @Property(tries = 200)
    void otherCountersHaveAnotherTag(
            @ForAll @LongRange(max = 1_000) long first,
            @ForAll @IntRange(min = 1, max = 20) int length,
            @ForAll @IntRange(min = 1, max = 20) int other) {
        CounterRanges some = new CounterRanges();
        some.add(first, first + length - 1);
        CounterRanges others = new CounterRanges();
        others.add(first, first + other - 1);

        assertThat(CounterTag.of(some).equals(CounterTag.of(others))).isEqualTo(length == other);
    }

    @Test
    void nothingMissingHasNoTag() {
        assertThat(CounterTag.of(new CounterRanges())).isEmpty();
    }
}
