package io.dayreel.media;

/** Reads the descriptors of an {@code esds} box (ISO/IEC 14496-1, 7.2.6) as far as the decoder's own configuration. */
final class ElementaryStream {

    private static final int ES_DESCRIPTOR = 3;
    private static final int DECODER_CONFIG = 4;
    private static final int DECODER_SPECIFIC = 5;
    private static final int MPEG4_AUDIO = 0x40;
    private static final int MPEG2_MP3 = 0x69;
    private static final int MPEG1_MP3 = 0x6b;
    private static final byte[] NONE = {};

    private ElementaryStream() {}

    static SampleEntry.Description read(BoxContent esds) throws MediaFormatException {
        esds.skip(4);
        BoxContent stream = descriptor(esds, ES_DESCRIPTOR);
        stream.skip(2);
        int flags = stream.u8();
        if ((flags & 0x80) != 0) {
            stream.skip(2);
        }
        if ((flags & 0x40) != 0) {
            stream.skip(stream.u8());
        }
        if ((flags & 0x20) != 0) {
            stream.skip(2);
        }
        BoxContent decoder = descriptor(stream, DECODER_CONFIG);
        int objectType = decoder.u8();
        decoder.skip(12);
        return switch (objectType) {
            case MPEG4_AUDIO -> aac(decoder);
            case MPEG2_MP3, MPEG1_MP3 ->
                new SampleEntry.Description(SampleFormat.MP3, objectType == MPEG1_MP3 ? "mp4a.6B" : "mp4a.69", NONE);
            default -> SampleEntry.Description.unknown(BoxType.MP4A);
        };
    }

    private static SampleEntry.Description aac(BoxContent decoder) throws MediaFormatException {
        byte[] config = descriptor(decoder, DECODER_SPECIFIC).takeRest();
        if (config.length < 2) {
            throw decoder.malformed("AudioSpecificConfig of " + config.length + " bytes");
        }
        return new SampleEntry.Description(SampleFormat.AAC, CodecStrings.aac(config), config);
    }

    /** The next descriptor, which must have this tag; its length takes one to four bytes of seven bits. */
    private static BoxContent descriptor(BoxContent from, int tag) throws MediaFormatException {
        int found = from.u8();
        if (found != tag) {
            throw from.malformed("descriptor " + found + " where " + tag + " belongs");
        }
        int length = 0;
        for (int i = 0; i < 4; i++) {
            int next = from.u8();
            length = length << 7 | next & 0x7f;
            if ((next & 0x80) == 0) {
                break;
            }
        }
        return from.part(length);
    }
}
