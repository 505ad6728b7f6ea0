package io.dayreel.protocol.frame;

/** How a body is coded (the byte at {@link FrameLayout#CODEC_AT}). */
public enum Codec {
    UNKNOWN(0),
    H264(1),
    H265(2),
    VP8(3),
    VP9(4),
    AV1(5),
    AAC(16),
    OPUS(17),
    PCM_S16LE(18),
    JSON(32),
    CBOR(33),
    BYTES(34),
    UTF8_TEXT(35);

    private final int code;

    Codec(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    /** The codec of a code, {@link #UNKNOWN} for a code that this version does not know. */
    public static Codec of(int code) {
        for (Codec codec : values()) {
            if (codec.code == code) {
                return codec;
            }
        }
        return UNKNOWN;
    }
}
