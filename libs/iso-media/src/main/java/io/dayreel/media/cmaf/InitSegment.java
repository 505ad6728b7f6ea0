package io.dayreel.media.cmaf;

import io.dayreel.media.box.BoxWriter;

/** The head of a CMAF track: ftyp and a moov without samples. The track's id is always 1. */
public final class InitSegment {

    static final int TRACK_ID = 1;

    private InitSegment() {}

    /** The same format gives the same bytes. */
    public static byte[] of(TrackFormat format) {
        BoxWriter out = new BoxWriter();
        out.box("ftyp", () -> out.code("iso6").u32(0).code("iso6").code("cmfc").code("cmf2"));
        out.box("moov", () -> {
            movieHeader(out, format);
            out.box("trak", () -> track(out, format));
            out.box(
                    "mvex",
                    () -> out.fullBox(
                            "trex", 0, 0, () -> out.u32(TRACK_ID).u32(1).zeros(12)));
        });
        return out.toByteArray();
    }

    private static void movieHeader(BoxWriter out, TrackFormat format) {
        out.fullBox("mvhd", 0, 0, () -> {
            out.zeros(8).u32(format.timescale()).u32(0);
            out.u32(0x10000).u16(0x0100).zeros(10);
            TrackBoxes.matrix(out);
            out.zeros(24).u32(TRACK_ID + 1);
        });
    }

    private static void track(BoxWriter out, TrackFormat format) {
        out.fullBox("tkhd", 0, 3, () -> {
            out.zeros(8).u32(TRACK_ID).u32(0).u32(0);
            TrackBoxes.trackHeaderEnd(out, format);
        });
        out.box("mdia", () -> {
            TrackBoxes.mediaHeader(out, format, 0);
            out.box("minf", () -> {
                TrackBoxes.mediaKind(out, format);
                out.box("stbl", () -> emptySampleTable(out, format));
            });
        });
    }

    private static void emptySampleTable(BoxWriter out, TrackFormat format) {
        out.fullBox("stsd", 0, 0, () -> {
            out.u32(1);
            SampleEntryBox.write(out, format);
        });
        out.fullBox("stts", 0, 0, () -> out.u32(0));
        out.fullBox("stsc", 0, 0, () -> out.u32(0));
        out.fullBox("stsz", 0, 0, () -> out.u32(0).u32(0));
        out.fullBox("stco", 0, 0, () -> out.u32(0));
    }
}
