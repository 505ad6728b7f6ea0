package io.dayreel.media;

import java.util.Arrays;
import java.util.Objects;

/**
 * A track as its movie box describes it. Two tracks are equal when all that is said of them is equal, the codec record
 * byte for byte.
 *
 * @param id track id of the file, unique within it
 * @param kind video, audio or anything else
 * @param format what the samples are
 * @param codec RFC 6381 string; for a format that this library does not know, the four-character code of the entry
 * @param width coded width in pixels, 0 unless video
 * @param height coded height in pixels, 0 unless video
 * @param sampleRate in Hz, 0 unless audio
 * @param channels 0 unless audio
 * @param timescale ticks per second of the sample times, at least 1
 * @param language ISO 639-2 code, {@code und} where the file does not say
 * @param codecRecord the decoder configuration as the format's own specification lays it out: content of avcC, hvcC,
 *     vpcC (with its version and flags), av1C or dOps; for AAC the AudioSpecificConfig; empty where there is none
 */
public record MediaTrack(
        int id,
        Kind kind,
        SampleFormat format,
        String codec,
        int width,
        int height,
        int sampleRate,
        int channels,
        long timescale,
        String language,
        byte[] codecRecord) {

    /** What a track carries. */
    public enum Kind {
        VIDEO,
        AUDIO,
        OTHER
    }

    public MediaTrack {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(format);
        Objects.requireNonNull(codec);
        Objects.requireNonNull(language);
        Objects.requireNonNull(codecRecord);
        if (timescale < 1) {
            throw new IllegalArgumentException("timescale " + timescale);
        }
    }

    /** A time of its samples in µs, rounded to the nearest; whole seconds apart, so that no product overflows. */
    public long micros(long ticks) {
        long seconds = Math.floorDiv(ticks, timescale);
        return seconds * 1_000_000 + (Math.floorMod(ticks, timescale) * 1_000_000 + timescale / 2) / timescale;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MediaTrack that
                && id == that.id
                && timescale == that.timescale
                && describesTheSameAs(that);
    }

    /** Whether a decoder set up for one can go on with the other: equal in all but id and timescale. */
    public boolean describesTheSameAs(MediaTrack that) {
        return kind == that.kind
                && format == that.format
                && codec.equals(that.codec)
                && width == that.width
                && height == that.height
                && sampleRate == that.sampleRate
                && channels == that.channels
                && language.equals(that.language)
                && Arrays.equals(codecRecord, that.codecRecord);
    }

    @Override
    public int hashCode() {
        return Objects.hash(id, kind, format, codec, width, height, sampleRate, channels, timescale)
                + Arrays.hashCode(codecRecord);
    }
}
