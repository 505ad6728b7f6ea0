package io.dayreel.media.cmaf;

import io.dayreel.media.SampleFormat;
import java.util.Arrays;
import java.util.Objects;

/**
 * All that a sample description says of a track. Equal when all of it is equal, the codec record byte for byte.
 *
 * @param codec any but {@link SampleFormat#MP3} and {@link SampleFormat#UNKNOWN}, which no frame carries
 * @param codecRecord content of avcC, hvcC, vpcC (with its version and flags), av1C or dOps, the AudioSpecificConfig, or
 *     nothing for PCM and text; not changed by anybody afterwards
 * @param width coded width in pixels, 0 to 65 535; ignored but for pictures
 * @param height coded height in pixels, 0 to 65 535; ignored but for pictures
 * @param sampleRate in Hz, at least 1 for sound; ignored for pictures, text and Opus
 * @param channels 0 to 255; ignored but for sound
 * @param language BCP 47 tag or ISO 639-2 code, empty where unknown
 */
public record TrackFormat(
        SampleFormat codec, byte[] codecRecord, int width, int height, int sampleRate, int channels, String language) {

    /** Ticks a second of every video and text track (the media-time rules of the frame protocol). */
    public static final int VIDEO_TIMESCALE = 90_000;

    static final int OPUS_RATE = 48_000;

    public TrackFormat {
        Objects.requireNonNull(codecRecord);
        Objects.requireNonNull(language);
        boolean video = isVideo(codec);
        if (video && (width < 0 || width > 0xffff || height < 0 || height > 0xffff)) {
            throw new IllegalArgumentException("picture of " + width + "×" + height);
        }
        if (!video
                && codec != SampleFormat.WVTT
                && (channels < 0 || channels > 0xff || sampleRate < 1 && codec != SampleFormat.OPUS)) {
            throw new IllegalArgumentException("sound of " + channels + " channels at " + sampleRate + " Hz");
        }
    }

    /** Ticks a second of the track's times: 90 000 for pictures and text, 48 000 for Opus, else the sample rate. */
    public int timescale() {
        if (isVideo() || isText()) {
            return VIDEO_TIMESCALE;
        }
        return codec == SampleFormat.OPUS ? OPUS_RATE : sampleRate;
    }

    public boolean isVideo() {
        return isVideo(codec);
    }

    public boolean isText() {
        return codec == SampleFormat.WVTT;
    }

    private static boolean isVideo(SampleFormat codec) {
        return switch (codec) {
            case H264, H265, VP8, VP9, AV1 -> true;
            case AAC, OPUS, PCM_S16LE, WVTT -> false;
            case MP3, UNKNOWN -> throw new IllegalArgumentException("no frame carries " + codec);
        };
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TrackFormat that
                && codec == that.codec
                && Arrays.equals(codecRecord, that.codecRecord)
                && width == that.width
                && height == that.height
                && sampleRate == that.sampleRate
                && channels == that.channels
                && language.equals(that.language);
    }

    @Override
    public int hashCode() {
        return Objects.hash(codec, Arrays.hashCode(codecRecord), width, height, sampleRate, channels, language);
    }
}
