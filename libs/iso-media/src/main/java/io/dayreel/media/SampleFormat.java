package io.dayreel.media;

/** The sample formats that this library can name. */
public enum SampleFormat {
    H264,
    H265,
    VP8,
    VP9,
    AV1,
    AAC,
    MP3,
    OPUS,
    PCM_S16LE,
    /** WebVTT cues (ISO/IEC 14496-30). */
    WVTT,
    /** Anything else: samples can be read, but nothing is known of their content. */
    UNKNOWN
}
