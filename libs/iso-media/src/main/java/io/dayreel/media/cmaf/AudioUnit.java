package io.dayreel.media.cmaf;

import java.nio.ByteBuffer;

/** How long one coded audio unit lasts, as its codec says. */
final class AudioUnit {

    private static final int[] AAC_RATES = {
        96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350
    };
    private static final int AAC_SAMPLES = 1024;
    private static final int OPUS_20_MS = TrackFormat.OPUS_RATE / 50;
    private static final int PCM_BYTES = 2;

    private AudioUnit() {}

    /** Ticks of the format's timescale that the unit lasts. */
    static long ticks(TrackFormat format, ByteBuffer unit) {
        return switch (format.codec()) {
            case OPUS -> unit.hasRemaining() ? opus(unit) : OPUS_20_MS;
            case PCM_S16LE -> unit.remaining() / (PCM_BYTES * Math.max(1, format.channels()));
            default -> aacTicks(format);
        };
    }

    /**
     * 1024 samples of the core coder, whose rate may be half of the track's (spectral band replication). Frames of 960
     * samples, which only broadcasting uses, are told by a flag behind the rate.
     */
    static long aacTicks(TrackFormat format) {
        byte[] config = format.codecRecord();
        if (config.length < 2) {
            return AAC_SAMPLES;
        }
        int rateIndex = (config[0] & 7) << 1 | config[1] >>> 7 & 1;
        if (rateIndex >= AAC_RATES.length) {
            return AAC_SAMPLES;
        }
        boolean short960 = (config[1] & 4) != 0;
        return (short960 ? 960L : AAC_SAMPLES) * format.timescale() / AAC_RATES[rateIndex];
    }

    /** From the table-of-contents byte of an Opus packet (RFC 6716, 3.1 and 3.2): frames times frame length. */
    private static long opus(ByteBuffer packet) {
        int toc = packet.get(packet.position()) & 0xff;
        int config = toc >>> 3;
        int frame;
        if (config < 12) {
            frame = new int[] {480, 960, 1920, 2880}[config & 3];
        } else if (config < 16) {
            frame = (config & 1) == 0 ? 480 : 960;
        } else {
            frame = 120 << (config & 3);
        }
        int frames =
                switch (toc & 3) {
                    case 0 -> 1;
                    case 1, 2 -> 2;
                    default -> packet.remaining() > 1 ? packet.get(packet.position() + 1) & 0x3f : 1;
                };
        return (long) frame * frames;
    }
}
