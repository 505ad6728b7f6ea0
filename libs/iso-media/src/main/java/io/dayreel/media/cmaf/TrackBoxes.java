package io.dayreel.media.cmaf;

import io.dayreel.media.box.BoxWriter;
import java.nio.charset.StandardCharsets;

/** The boxes that describe a track, alike in every kind of file (ISO/IEC 14496-12, 8.4, 8.5 and 12). */
public final class TrackBoxes {

    private static final int AUDIO_VOLUME = 0x0100;
    private static final int[] UNITY_MATRIX = {0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000};

    private TrackBoxes() {}

    /** The unity transformation of mvhd and tkhd. */
    public static void matrix(BoxWriter out) {
        for (int cell : UNITY_MATRIX) {
            out.u32(cell);
        }
    }

    /** What a tkhd has behind its duration: layer, volume, matrix, size. */
    public static void trackHeaderEnd(BoxWriter out, TrackFormat format) {
        out.zeros(8).u16(0).u16(0);
        out.u16(format.isVideo() || format.isText() ? 0 : AUDIO_VOLUME).u16(0);
        matrix(out);
        out.u32(format.isVideo() ? (long) format.width() << 16 : 0);
        out.u32(format.isVideo() ? (long) format.height() << 16 : 0);
    }

    /** mdhd, elng where the language has more to say, and hdlr. */
    public static void mediaHeader(BoxWriter out, TrackFormat format, long durationTicks) {
        Language language = Language.of(format.language());
        out.fullBox("mdhd", 1, 0, () -> out.zeros(16)
                .u32(format.timescale())
                .u64(durationTicks)
                .u16(language.packed())
                .u16(0));
        language.extended().ifPresent(tag -> out.fullBox("elng", 0, 0, () -> text(out, tag)));
        out.fullBox("hdlr", 0, 0, () -> {
            out.u32(0).code(handler(format)).zeros(12);
            text(out, name(format));
        });
    }

    private static String handler(TrackFormat format) {
        return format.isVideo() ? "vide" : format.isText() ? "text" : "soun";
    }

    private static String name(TrackFormat format) {
        return format.isVideo() ? "Video" : format.isText() ? "Text" : "Sound";
    }

    /** vmhd, smhd or nmhd, and dinf: the media is in the same file. */
    public static void mediaKind(BoxWriter out, TrackFormat format) {
        if (format.isVideo()) {
            out.fullBox("vmhd", 0, 1, () -> out.zeros(8));
        } else if (format.isText()) {
            out.fullBox("nmhd", 0, 0, () -> {});
        } else {
            out.fullBox("smhd", 0, 0, () -> out.zeros(4));
        }
        out.box(
                "dinf",
                () -> out.fullBox("dref", 0, 0, () -> {
                    out.u32(1);
                    out.fullBox("url ", 0, 1, () -> {});
                }));
    }

    private static void text(BoxWriter out, String text) {
        out.bytes(text.getBytes(StandardCharsets.UTF_8)).u8(0);
    }
}
