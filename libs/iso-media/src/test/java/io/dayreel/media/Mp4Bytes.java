package io.dayreel.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds small fragmented MP4 streams for tests, box by box. */
final class Mp4Bytes {

    static final byte[] AVC_RECORD = {1, 0x4d, 0x40, 0x1f, -1, -31, 0, 0};

    private Mp4Bytes() {}

    static byte[] box(String type, byte[]... contents) {
        byte[] content = join(contents);
        return join(ints(8 + content.length), type.getBytes(StandardCharsets.ISO_8859_1), content);
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    static byte[] ints(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(4 * values.length);
        for (int value : values) {
            buffer.putInt(value);
        }
        return buffer.array();
    }

    /** One H.264 track with id 1 and timescale 1000; the edit list may be empty. */
    static byte[] movie(int width, byte[] edits) {
        byte[] picture = ByteBuffer.allocate(78)
                .putShort(24, (short) width)
                .putShort(26, (short) 64)
                .array();
        byte[] stsd = box("stsd", ints(0, 1), box("avc1", picture, box("avcC", AVC_RECORD)));
        byte[] mdia = box(
                "mdia",
                box("mdhd", ints(0, 0, 0, 1000, 0, 0x55c40000)),
                box("hdlr", ints(0, 0, BoxType.code("vide"), 0, 0, 0)),
                box("minf", box("stbl", stsd)));
        return box(
                "moov",
                box("mvhd", ints(0, 0, 0, 500, 0), new byte[80]),
                box("trak", box("tkhd", ints(3, 0, 0, 1), new byte[68]), edits, mdia),
                box("mvex", box("trex", ints(0, 1, 1, 40, 0, 0x10000))));
    }

    /** An edit list of version 0 with these (duration, media time) pairs. */
    static byte[] edits(int... durationsAndTimes) {
        byte[] entries = {};
        for (int i = 0; i < durationsAndTimes.length; i += 2) {
            entries = join(entries, ints(durationsAndTimes[i], durationsAndTimes[i + 1], 0x10000));
        }
        return box("edts", box("elst", ints(0, durationsAndTimes.length / 2), entries));
    }

    /**
     * A fragment of track 1 whose samples have these sizes; the first is a key frame, the others take the movie's
     * defaults.
     */
    static byte[] fragment(long decodeTime, int... sizes) {
        byte[] tfdt = join(
                ints(0x01000000), ByteBuffer.allocate(8).putLong(decodeTime).array());
        byte[] head = box("mfhd", ints(0, 1));
        byte[] tfhd = box("tfhd", ints(0x020000, 1));
        int trunBytes = 8 + 16 + 4 * sizes.length;
        int moofBytes = 8 + head.length + 8 + tfhd.length + 8 + tfdt.length + trunBytes;
        byte[] trun = box("trun", ints(0x000205, sizes.length, moofBytes + 8, 0), ints(sizes));
        byte[] data = {};
        for (int i = 0; i < sizes.length; i++) {
            byte[] sample = new byte[sizes[i]];
            Arrays.fill(sample, (byte) (i + 1));
            data = join(data, sample);
        }
        return join(box("moof", head, box("traf", tfhd, box("tfdt", tfdt), trun)), box("mdat", data));
    }
}
