package io.dayreel.protocol.frame;

/** Bits of the byte at {@link FrameLayout#FLAGS_AT}. */
public final class FrameFlags {
    /** Decoding can start here (a key frame; always set on audio, telemetry and events). */
    public static final int SYNC = 1;

    /** The frame does not continue what came before it on its track. */
    public static final int DISCONTINUITY = 2;

    /** The body is encrypted end to end. */
    public static final int ENCRYPTED = 4;

    /** On an end of run: no further run of this day follows. */
    public static final int LAST_RUN_OF_DAY = 8;

    private FrameFlags() {}
}
