package io.dayreel.media;

import java.util.Optional;

/**
 * What a sample description says (ISO/IEC 14496-12, 8.5.2 and 12): format, picture size or audio layout, codec record.
 */
record SampleEntry(
        SampleFormat format, String codec, int width, int height, int sampleRate, int channels, byte[] codecRecord) {

    private static final byte[] NONE = {};
    private static final int RESERVED_AND_REFERENCE = 8;

    static SampleEntry read(BoxContent entry, MediaTrack.Kind kind) throws MediaFormatException {
        return switch (kind) {
            case VIDEO -> video(entry);
            case AUDIO -> audio(entry);
            case OTHER -> new SampleEntry(SampleFormat.UNKNOWN, BoxType.name(entry.type()), 0, 0, 0, 0, NONE);
        };
    }

    private static SampleEntry video(BoxContent entry) throws MediaFormatException {
        entry.skip(RESERVED_AND_REFERENCE + 16);
        int width = entry.u16();
        int height = entry.u16();
        entry.skip(50);
        Description description = videoDescription(entry);
        return new SampleEntry(description.format, description.codec, width, height, 0, 0, description.record);
    }

    private static SampleEntry audio(BoxContent entry) throws MediaFormatException {
        entry.skip(RESERVED_AND_REFERENCE);
        int version = entry.u16();
        entry.skip(6);
        int channels = entry.u16();
        entry.skip(6);
        int sampleRate = (int) (entry.u32() >>> 16);
        if (version == 1) {
            entry.skip(16); // QuickTime's sound description, version 1
        }
        Description description = audioDescription(entry);
        AudioLayout layout = AudioLayout.of(description, sampleRate, channels);
        return new SampleEntry(
                description.format, description.codec, 0, 0, layout.sampleRate, layout.channels, description.record);
    }

    private static Description videoDescription(BoxContent entry) throws MediaFormatException {
        int type = entry.type();
        if (type == BoxType.AVC1 || type == BoxType.AVC3) {
            return described(SampleFormat.H264, entry.require(BoxType.AVCC), CodecStrings::avc);
        } else if (type == BoxType.HVC1 || type == BoxType.HEV1) {
            return described(SampleFormat.H265, entry.require(BoxType.HVCC), CodecStrings::hevc);
        } else if (type == BoxType.VP08) {
            return described(SampleFormat.VP8, entry.require(BoxType.VPCC), CodecStrings::vp8);
        } else if (type == BoxType.VP09) {
            return described(SampleFormat.VP9, entry.require(BoxType.VPCC), CodecStrings::vp9);
        } else if (type == BoxType.AV01) {
            return described(SampleFormat.AV1, entry.require(BoxType.AV1C), CodecStrings::av1);
        }
        return Description.unknown(type);
    }

    private static Description audioDescription(BoxContent entry) throws MediaFormatException {
        int type = entry.type();
        if (type == BoxType.MP4A) {
            return ElementaryStream.read(entry.require(BoxType.ESDS));
        } else if (type == BoxType.OPUS) {
            return described(SampleFormat.OPUS, entry.require(BoxType.DOPS), ignored -> CodecStrings.opus());
        } else if (type == BoxType.IPCM) {
            return pcm(entry.find(BoxType.PCMC));
        }
        return Description.unknown(type);
    }

    private static Description pcm(Optional<BoxContent> pcmC) throws MediaFormatException {
        if (pcmC.isPresent()) {
            BoxContent box = pcmC.get();
            box.skip(4);
            boolean littleEndian = (box.u8() & 1) == 1;
            if (littleEndian && box.u8() == 16) {
                return new Description(SampleFormat.PCM_S16LE, "pcm-s16", NONE);
            }
        }
        return Description.unknown(BoxType.IPCM);
    }

    private static Description described(SampleFormat format, BoxContent box, CodecName name)
            throws MediaFormatException {
        byte[] record = box.takeRest();
        try {
            return new Description(format, name.of(record), record);
        } catch (IllegalArgumentException tooShort) {
            throw box.malformed(tooShort.getMessage());
        }
    }

    private interface CodecName {
        String of(byte[] record);
    }

    /** Format, codec string and record, without what the sample entry itself says. */
    record Description(SampleFormat format, String codec, byte[] record) {

        static Description unknown(int type) {
            return new Description(SampleFormat.UNKNOWN, BoxType.name(type), NONE);
        }
    }

    /** Rate and channels: those of the codec's own record where it knows better than the sample entry. */
    private record AudioLayout(int sampleRate, int channels) {

        private static final int[] AAC_RATES = {
            96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
        };

        static AudioLayout of(Description description, int sampleRate, int channels) {
            if (description.format != SampleFormat.AAC || description.record.length < 2) {
                return new AudioLayout(sampleRate, channels);
            }
            byte[] config = description.record;
            int rateIndex = (config[0] & 7) << 1 | config[1] >>> 7 & 1;
            int channelConfiguration = config[1] >>> 3 & 0xf;
            int rate = sampleRate == 0 && rateIndex < AAC_RATES.length ? AAC_RATES[rateIndex] : sampleRate;
            boolean plain = channelConfiguration >= 1 && channelConfiguration <= 6 && rateIndex < AAC_RATES.length;
            return new AudioLayout(rate, plain ? channelConfiguration : channels);
        }
    }
}
