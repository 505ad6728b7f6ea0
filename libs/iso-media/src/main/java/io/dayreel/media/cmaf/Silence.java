package io.dayreel.media.cmaf;

import java.util.Optional;

/**
 * Digital silence as one access unit, for the time in which a track's sound is missing. AAC units are laid out bit by
 * bit as ISO/IEC 14496-3, 4.4.2 has them: one element whose spectrum has no bands.
 */
public final class Silence {

    private static final int AAC_LC = 2;
    private static final int UNITS_PER_SECOND = 50;

    private Silence() {}

    /** The unit; empty where this library cannot make one: more than two channels, AAC other than LC, pictures. */
    public static Optional<byte[]> unit(TrackFormat format) {
        return switch (format.codec()) {
            case AAC -> aac(format.codecRecord());
            case OPUS -> opus(format.channels());
            case PCM_S16LE -> Optional.of(new byte[(int) durationTicks(format) * 2 * Math.max(1, format.channels())]);
            default -> Optional.empty();
        };
    }

    /** How long one unit lasts, in ticks of the format's timescale: an AAC frame, else 20 ms; 0 for pictures. */
    public static long durationTicks(TrackFormat format) {
        return switch (format.codec()) {
            case AAC -> AudioUnit.aacTicks(format);
            case OPUS, PCM_S16LE -> format.timescale() / UNITS_PER_SECOND;
            default -> 0;
        };
    }

    private static Optional<byte[]> aac(byte[] config) {
        if (config.length < 2 || config[0] >>> 3 != AAC_LC) {
            return Optional.empty();
        }
        int channelConfiguration = config[1] >>> 3 & 0xf;
        return switch (channelConfiguration) {
            case 1 -> Optional.of(singleChannel());
            case 2 -> Optional.of(channelPair());
            default -> Optional.empty();
        };
    }

    private static byte[] singleChannel() {
        Bits bits = new Bits();
        bits.put(3, 0).put(4, 0); // single_channel_element, instance 0
        bits.put(8, 0); // global_gain
        windowWithoutBands(bits);
        noTools(bits);
        return bits.put(3, 7).toBytes(); // end
    }

    private static byte[] channelPair() {
        Bits bits = new Bits();
        bits.put(3, 1).put(4, 0); // channel_pair_element, instance 0
        bits.put(1, 1); // common_window
        windowWithoutBands(bits);
        bits.put(2, 0); // ms_mask_present
        for (int channel = 0; channel < 2; channel++) {
            bits.put(8, 0); // global_gain
            noTools(bits);
        }
        return bits.put(3, 7).toBytes(); // end
    }

    /** ics_info: reserved, a long window, sine shape, max_sfb 0, no predictor. */
    private static void windowWithoutBands(Bits bits) {
        bits.put(1, 0).put(2, 0).put(1, 0).put(6, 0).put(1, 0);
    }

    /** No pulse data, no temporal noise shaping, no gain control. */
    private static void noTools(Bits bits) {
        bits.put(1, 0).put(1, 0).put(1, 0);
    }

    /** A full-band CELT frame of 20 ms whose first symbol says silence. */
    private static Optional<byte[]> opus(int channels) {
        if (channels < 1 || channels > 2) {
            return Optional.empty();
        }
        int tableOfContents = 31 << 3 | (channels == 2 ? 4 : 0);
        return Optional.of(new byte[] {(byte) tableOfContents, (byte) 0xff, (byte) 0xfe});
    }

    /** Up to 64 bits, first bit first. */
    private static final class Bits {
        private long bits;
        private int count;

        Bits put(int width, int value) {
            bits = bits << width | value;
            count += width;
            return this;
        }

        byte[] toBytes() {
            byte[] bytes = new byte[(count + 7) / 8];
            long aligned = bits << 64 - count;
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (aligned >>> 56 - 8 * i);
            }
            return bytes;
        }
    }
}
