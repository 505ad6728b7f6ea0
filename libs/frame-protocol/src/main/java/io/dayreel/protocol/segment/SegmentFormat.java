package io.dayreel.protocol.segment;

/** Offsets, section numbers and limits of a segment object. All fixed-width integers are big-endian. */
final class SegmentFormat {
    /** {@code DRSEG1\0\0}, first in the header and again in the trailer. */
    static final long MAGIC = 0x4452_5345_4731_0000L;

    static final int HEADER_LENGTH_AT = 8;
    static final int HEADER_JSON_AT = 12;
    static final int MAX_HEADER_JSON = 64 << 10;

    static final int TRAILER_LENGTH = 64;
    static final int FOOTER_OFFSET_AT = 0;
    static final int FOOTER_LENGTH_AT = 8;
    static final int FRAME_COUNT_AT = 12;
    static final int ROOT_AT = 16;
    static final int TRAILER_MAGIC_AT = 48;
    static final int TRAILER_CRC_AT = 56;
    static final int TRAILER_ZERO_AT = 60;

    static final int SECTION_HEAD = 5;
    static final int INDEX = 1;
    static final int KEY_FRAMES = 2;
    static final int CONFIGURATIONS = 3;
    static final int CONFLICTS = 4;
    static final int ARRIVALS = 5;
    static final int FOLLOWS = 6;
    static final int TRACKS = 7;
    static final int MARKS = 8;
    static final int SUBTREES = 9;

    /** Largest footer that is written or read. */
    static final int MAX_FOOTER_LENGTH = 256 << 20;

    private SegmentFormat() {}
}
