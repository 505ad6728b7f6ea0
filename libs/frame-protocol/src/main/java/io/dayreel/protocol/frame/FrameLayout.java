package io.dayreel.protocol.frame;

/**
 * Offsets and limits of the frame message, the one table that encoder, reader and the TypeScript twin follow.
 * All integers are big-endian.
 *
 * <pre>
 *  at  type  field
 *   0  u16   magic 0x4452 ("DR")
 *   2  u8    version
 *   3  u8    type                 {@link FrameType}
 *   4  u8    configuration number that the frame needs (high byte of flags)
 *   5  u8    flags                {@link FrameFlags} (low byte of flags)
 *   6  u8    track
 *   7  u8    codec                {@link Codec}
 *   8  u16   day                  days since 1970-01-01 UTC, 0 for uploads
 *  10  u16   run
 *  12  u32   counter
 *  16  i64   time                 decode time, µs since 1970-01-01 UTC
 *  24  i32   composition offset   µs
 *  28  u32   duration             µs, 0 unknown
 *  32  u32   body length          ≤ {@link #MAX_BODY_LENGTH}
 *  36  u32   CRC-32C over bytes 0–35 and the body
 *  40  …     body
 * </pre>
 */
public final class FrameLayout {
    public static final int MAGIC = 0x4452;
    public static final int VERSION = 1;

    public static final int MAGIC_AT = 0;
    public static final int VERSION_AT = 2;
    public static final int TYPE_AT = 3;
    public static final int CONFIGURATION_AT = 4;
    public static final int FLAGS_AT = 5;
    public static final int TRACK_AT = 6;
    public static final int CODEC_AT = 7;
    public static final int DAY_AT = 8;
    public static final int RUN_AT = 10;
    public static final int COUNTER_AT = 12;
    public static final int TIME_AT = 16;
    public static final int COMPOSITION_OFFSET_AT = 24;
    public static final int DURATION_AT = 28;
    public static final int BODY_LENGTH_AT = 32;
    public static final int CRC_AT = 36;
    public static final int HEADER_LENGTH = 40;

    /** Largest body, 4 MiB. */
    public static final int MAX_BODY_LENGTH = 4 << 20;

    /** Largest frame message, header included. */
    public static final int MAX_FRAME_LENGTH = HEADER_LENGTH + MAX_BODY_LENGTH;

    /** Largest message of several frames: one WebSocket message, HTTP batch part or Kafka record value (5 MiB). */
    public static final int MAX_MESSAGE_LENGTH = 5 << 20;

    private FrameLayout() {}
}
