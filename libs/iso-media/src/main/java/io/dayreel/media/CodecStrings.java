package io.dayreel.media;

import java.util.Locale;

/**
 * RFC 6381 codec strings, made from decoder configuration records. Every method throws
 * {@link IllegalArgumentException} for a record too short to say.
 */
public final class CodecStrings {

    private static final int AAC_ESCAPE = 31;

    private CodecStrings() {}

    /** {@code avc1.PPCCLL} from an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). */
    public static String avc(byte[] avcC) {
        need(avcC, 4, "avcC");
        return text("avc1.%02X%02X%02X", avcC[1] & 0xff, avcC[2] & 0xff, avcC[3] & 0xff);
    }

    /**
     * {@code hvc1.…} from an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, annex E.3): profile space and number,
     * compatibility flags in reverse bit order, tier and level, constraint bytes without trailing zeros.
     */
    public static String hevc(byte[] hvcC) {
        need(hvcC, 13, "hvcC");
        int profile = hvcC[1] & 0xff;
        String space = profile >>> 6 == 0 ? "" : String.valueOf((char) ('A' + (profile >>> 6) - 1));
        int compatibility = (hvcC[2] & 0xff) << 24 | (hvcC[3] & 0xff) << 16 | (hvcC[4] & 0xff) << 8 | hvcC[5] & 0xff;
        String tier = (profile & 0x20) == 0 ? "L" : "H";
        StringBuilder codec = new StringBuilder("hvc1.")
                .append(space)
                .append(profile & 0x1f)
                .append('.')
                .append(text("%X", Integer.reverse(compatibility)))
                .append('.')
                .append(tier)
                .append(hvcC[12] & 0xff);
        int last = 11;
        while (last > 5 && hvcC[last] == 0) {
            last--;
        }
        for (int i = 6; i <= last; i++) {
            codec.append(text(".%X", hvcC[i] & 0xff));
        }
        return codec.toString();
    }

    /**
     * {@code vp09.PP.LL.DD}, with the colour fields only where they differ from their defaults (VP Codec ISO Media File
     * Format Binding). Colours that the record leaves unspecified count as default.
     *
     * @param vpcC content of the vpcC box with its four bytes of version and flags
     */
    public static String vp9(byte[] vpcC) {
        return vpx("vp09", vpcC);
    }

    /** {@code vp08.PP.LL.DD}, as {@link #vp9}. */
    public static String vp8(byte[] vpcC) {
        return vpx("vp08", vpcC);
    }

    private static String vpx(String entry, byte[] vpcC) {
        need(vpcC, 10, "vpcC");
        int depth = vpcC[6] >>> 4 & 0xf;
        int chroma = vpcC[6] >>> 1 & 7;
        int fullRange = vpcC[6] & 1;
        int primaries = defaultIfUnspecified(vpcC[7]);
        int transfer = defaultIfUnspecified(vpcC[8]);
        int matrix = defaultIfUnspecified(vpcC[9]);
        String codec = text("%s.%02d.%02d.%02d", entry, vpcC[4] & 0xff, vpcC[5] & 0xff, depth);
        if (chroma <= 1 && fullRange == 0 && primaries == 1 && transfer == 1 && matrix == 1) {
            return codec;
        }
        return codec + text(".%02d.%02d.%02d.%02d.%02d", chroma, primaries, transfer, matrix, fullRange);
    }

    /** Unspecified is 2 in ISO/IEC 23001-8; the string's default is 1, BT.709. */
    private static int defaultIfUnspecified(byte code) {
        return code == 2 ? 1 : code & 0xff;
    }

    /**
     * {@code av01.P.LLT.DD} from an AV1CodecConfigurationRecord (AV1 Codec ISO Media File Format Binding, section 5),
     * with the optional fields only for monochrome or other than 4:2:0 pictures.
     */
    public static String av1(byte[] av1C) {
        need(av1C, 3, "av1C");
        int profile = av1C[1] >>> 5 & 7;
        int level = av1C[1] & 0x1f;
        int flags = av1C[2] & 0xff;
        String tier = (flags & 0x80) == 0 ? "M" : "H";
        int depth = (flags & 0x40) == 0 ? 8 : (flags & 0x20) == 0 ? 10 : 12;
        int monochrome = flags >>> 4 & 1;
        int subsamplingX = flags >>> 3 & 1;
        int subsamplingY = flags >>> 2 & 1;
        String codec = text("av01.%d.%02d%s.%02d", profile, level, tier, depth);
        if (monochrome == 0 && subsamplingX == 1 && subsamplingY == 1) {
            return codec;
        }
        int position = subsamplingX == 1 && subsamplingY == 1 ? flags & 3 : 0;
        return codec + text(".%d.%d%d%d.01.01.01.0", monochrome, subsamplingX, subsamplingY, position);
    }

    /** {@code mp4a.40.N} from an AudioSpecificConfig (ISO/IEC 14496-3, 1.6.2.1); N is the audio object type. */
    public static String aac(byte[] audioSpecificConfig) {
        need(audioSpecificConfig, 2, "AudioSpecificConfig");
        int type = audioSpecificConfig[0] >>> 3 & 0x1f;
        if (type == AAC_ESCAPE) {
            type = 32 + ((audioSpecificConfig[0] & 7) << 3 | audioSpecificConfig[1] >>> 5 & 7);
        }
        return "mp4a.40." + type;
    }

    /** {@code opus}, whatever its configuration. */
    public static String opus() {
        return "opus";
    }

    private static void need(byte[] bytes, int length, String name) {
        if (bytes.length < length) {
            throw new IllegalArgumentException(name + " of " + bytes.length + " bytes, needs at least " + length);
        }
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
