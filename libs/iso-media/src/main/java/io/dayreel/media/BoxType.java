package io.dayreel.media;

/**
 * The boxes that are read, by their four-character code as a big-endian int. What is written names its boxes in place.
 */
final class BoxType {

    static final int MOOV = code("moov");
    static final int MVHD = code("mvhd");
    static final int TRAK = code("trak");
    static final int TKHD = code("tkhd");
    static final int EDTS = code("edts");
    static final int ELST = code("elst");
    static final int MDIA = code("mdia");
    static final int MDHD = code("mdhd");
    static final int HDLR = code("hdlr");
    static final int MINF = code("minf");
    static final int STBL = code("stbl");
    static final int STSD = code("stsd");
    static final int STTS = code("stts");
    static final int CTTS = code("ctts");
    static final int STSS = code("stss");
    static final int STSC = code("stsc");
    static final int STSZ = code("stsz");
    static final int STCO = code("stco");
    static final int CO64 = code("co64");
    static final int FTYP = code("ftyp");
    static final int MVEX = code("mvex");
    static final int TREX = code("trex");
    static final int MOOF = code("moof");
    static final int TRAF = code("traf");
    static final int TFHD = code("tfhd");
    static final int TFDT = code("tfdt");
    static final int TRUN = code("trun");
    static final int MDAT = code("mdat");
    static final int UUID = code("uuid");

    static final int AVC1 = code("avc1");
    static final int AVC3 = code("avc3");
    static final int HVC1 = code("hvc1");
    static final int HEV1 = code("hev1");
    static final int VP08 = code("vp08");
    static final int VP09 = code("vp09");
    static final int AV01 = code("av01");
    static final int MP4A = code("mp4a");
    static final int OPUS = code("Opus");
    static final int IPCM = code("ipcm");

    static final int AVCC = code("avcC");
    static final int HVCC = code("hvcC");
    static final int VPCC = code("vpcC");
    static final int AV1C = code("av1C");
    static final int ESDS = code("esds");
    static final int DOPS = code("dOps");
    static final int PCMC = code("pcmC");

    private BoxType() {}

    static int code(String name) {
        return name.charAt(0) << 24 | name.charAt(1) << 16 | name.charAt(2) << 8 | name.charAt(3);
    }

    /** The code as text for messages; anything but printable ASCII is shown as a question mark. */
    static String name(int code) {
        StringBuilder text = new StringBuilder(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            int letter = code >>> shift & 0xff;
            text.append(letter >= 0x20 && letter < 0x7f ? (char) letter : '?');
        }
        return text.toString();
    }
}
