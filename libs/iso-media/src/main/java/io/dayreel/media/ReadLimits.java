package io.dayreel.media;

/**
 * What a reader accepts at most. A longer box or sample, or a fragment of more samples, is a
 * {@link MediaFormatException} before any memory is taken for it.
 *
 * @param maxBoxBytes size of one box with its header, 16 or more
 * @param maxSampleBytes size of one sample, 1 or more
 * @param maxFragmentSamples samples in one {@code moof} over all its tracks, 1 or more
 */
public record ReadLimits(int maxBoxBytes, int maxSampleBytes, int maxFragmentSamples) {

    /** 64 MiB per box, 4 MiB per sample (the body limit of a frame), 65 536 samples per fragment. */
    public static final ReadLimits DEFAULT = new ReadLimits(64 << 20, 4 << 20, 1 << 16);

    public ReadLimits {
        if (maxBoxBytes < 16 || maxSampleBytes < 1 || maxFragmentSamples < 1) {
            throw new IllegalArgumentException(
                    "limits " + maxBoxBytes + ", " + maxSampleBytes + ", " + maxFragmentSamples);
        }
    }
}
