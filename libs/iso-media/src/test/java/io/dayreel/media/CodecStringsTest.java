package io.dayreel.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class CodecStringsTest {

    @Test
    void avcShowsProfileConstraintsAndLevel() {
        assertThat(CodecStrings.avc(hex("0142c01effe1"))).isEqualTo("avc1.42C01E");
    }

    @Test
    void hevcReversesTheCompatibilityFlagsAndDropsTrailingZeros() {
        assertThat(CodecStrings.hevc(hex("01016000000090000000000078"))).isEqualTo("hvc1.1.6.L120.90");
        assertThat(CodecStrings.hevc(hex("0122200000009000000000009900"))).isEqualTo("hvc1.2.4.H153.90");
        assertThat(CodecStrings.hevc(hex("0141600000000000000000005d"))).isEqualTo("hvc1.A1.6.L93");
    }

    @Test
    void vp9NamesColoursOnlyWhereTheyAreNotTheDefault() {
        assertThat(CodecStrings.vp9(hex("01000000000a820202020000"))).isEqualTo("vp09.00.10.08");
        assertThat(CodecStrings.vp9(hex("010000000233a30910090000"))).isEqualTo("vp09.02.51.10.01.09.16.09.01");
    }

    @Test
    void av1NamesChromaOnlyWhereItIsNotTheDefault() {
        assertThat(CodecStrings.av1(hex("81040c00"))).isEqualTo("av01.0.04M.08");
        assertThat(CodecStrings.av1(hex("812dc000"))).isEqualTo("av01.1.13H.10.0.000.01.01.01.0");
    }

    @Test
    void aacShowsTheObjectType() {
        assertThat(CodecStrings.aac(hex("1190"))).isEqualTo("mp4a.40.2");
        assertThat(CodecStrings.aac(hex("f95090"))).isEqualTo("mp4a.40.42");
    }

    @Test
    void aRecordTooShortToSayIsRefused() {
        assertThatThrownBy(() -> CodecStrings.avc(hex("0142")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("avcC of 2 bytes, needs at least 4");
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
