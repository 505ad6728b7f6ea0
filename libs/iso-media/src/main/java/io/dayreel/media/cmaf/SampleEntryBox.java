package io.dayreel.media.cmaf;

import io.dayreel.media.box.BoxWriter;
import java.nio.charset.StandardCharsets;

/**
 * Sample entries: ISO/IEC 14496-12, 12.1 and 12.2, with the codec's own box inside as its binding has it (AVC and HEVC:
 * 14496-15; VP8, VP9, AV1 and Opus: their ISO media bindings; AAC: 14496-14; PCM: 23003-5; WebVTT: 14496-30).
 */
public final class SampleEntryBox {

    private static final int RESOLUTION_72_DPI = 0x00480000;
    private static final int DEPTH = 0x0018;
    private static final int BITS = 16;
    private static final int MPEG4_AUDIO = 0x40;
    private static final int AUDIO_STREAM = 5 << 2 | 1;
    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC = 5;
    private static final int SYNC_LAYER = 6;

    private SampleEntryBox() {}

    public static void write(BoxWriter out, TrackFormat format) {
        byte[] record = format.codecRecord();
        switch (format.codec()) {
            case H264 -> video(out, "avc1", format, "avcC");
            case H265 -> video(out, "hvc1", format, "hvcC");
            case VP8 -> video(out, "vp08", format, "vpcC");
            case VP9 -> video(out, "vp09", format, "vpcC");
            case AV1 -> video(out, "av01", format, "av1C");
            case AAC -> audio(out, "mp4a", format, () -> out.fullBox("esds", 0, 0, () -> esds(out, record)));
            case OPUS -> audio(out, "Opus", format, () -> out.box("dOps", () -> out.bytes(record)));
            case PCM_S16LE ->
                audio(
                        out,
                        "ipcm",
                        format,
                        () -> out.fullBox("pcmC", 0, 0, () -> out.u8(1).u8(BITS)));
            case WVTT -> text(out);
            case MP3, UNKNOWN -> throw new IllegalArgumentException("no sample entry for " + format.codec());
        }
    }

    private static void video(BoxWriter out, String type, TrackFormat format, String recordType) {
        out.box(type, () -> {
            out.zeros(6).u16(1).zeros(16);
            out.u16(format.width()).u16(format.height());
            out.u32(RESOLUTION_72_DPI).u32(RESOLUTION_72_DPI).u32(0);
            out.u16(1).zeros(32).u16(DEPTH).u16(0xffff);
            out.box(recordType, () -> out.bytes(format.codecRecord()));
        });
    }

    /** A rate that does not fit 16 bits is left to the codec's own record. */
    private static void audio(BoxWriter out, String type, TrackFormat format, Runnable codecBox) {
        int rate = format.timescale();
        out.box(type, () -> {
            out.zeros(6).u16(1).zeros(8);
            out.u16(format.channels()).u16(BITS).u32(0);
            out.u16(rate <= 0xffff ? rate : 0).u16(0);
            codecBox.run();
        });
    }

    /** What a file's header would say is the same for all tracks; the language is the track's. */
    private static void text(BoxWriter out) {
        out.box("wvtt", () -> {
            out.zeros(6).u16(1);
            out.box("vttC", () -> out.bytes("WEBVTT".getBytes(StandardCharsets.US_ASCII)));
        });
    }

    private static void esds(BoxWriter out, byte[] audioSpecificConfig) {
        int specific = audioSpecificConfig.length;
        int config = 13 + descriptorLength(specific);
        int whole = 3 + descriptorLength(config) + descriptorLength(1);
        descriptor(out, ES_DESCRIPTOR, whole).u16(0).u8(0);
        descriptor(out, DECODER_CONFIG, config).u8(MPEG4_AUDIO).u8(AUDIO_STREAM).zeros(11);
        descriptor(out, DECODER_SPECIFIC, specific).bytes(audioSpecificConfig);
        descriptor(out, SYNC_LAYER, 1).u8(2);
    }

    private static int descriptorLength(int content) {
        return 5 + content;
    }

    /** Tag and a length of always four bytes of seven bits. */
    private static BoxWriter descriptor(BoxWriter out, int tag, int length) {
        return out.u8(tag)
                .u8(0x80 | length >>> 21 & 0x7f)
                .u8(0x80 | length >>> 14 & 0x7f)
                .u8(0x80 | length >>> 7 & 0x7f)
                .u8(length & 0x7f);
    }
}
