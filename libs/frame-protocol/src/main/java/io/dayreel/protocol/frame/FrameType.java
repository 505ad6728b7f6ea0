package io.dayreel.protocol.frame;

/** What a frame is. A reader skips {@link #UNKNOWN} types and keeps their bytes. */
public enum FrameType {
    UNKNOWN(0),
    VIDEO(1),
    AUDIO(2),
    TELEMETRY(3),
    EVENT(4),
    TEXT(5),
    CONFIGURATION(6),
    DATA(7),
    END_OF_RUN(8),
    GONE(9);

    private static final FrameType[] BY_CODE = values();
    private final int code;

    FrameType(int code) {
        this.code = code;
    }

    /** The byte at {@link FrameLayout#TYPE_AT}. */
    public int code() {
        return code;
    }

    /** The type of a code, {@link #UNKNOWN} for a code that this version does not know. */
    public static FrameType of(int code) {
        return code > 0 && code < BY_CODE.length ? BY_CODE[code] : UNKNOWN;
    }
}
