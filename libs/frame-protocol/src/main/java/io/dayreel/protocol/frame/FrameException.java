package io.dayreel.protocol.frame;

/**
 * Bytes that are not a valid frame. The only exception that reading frames and segments throws for bad input.
 * Stackless, because bad input is ordinary and can come fast.
 */
public final class FrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Which rule was broken; {@link #field()} is what a device is told. */
    public enum Reason {
        TRUNCATED("length"),
        MAGIC("magic"),
        VERSION("version"),
        LENGTH("length"),
        CRC("crc"),
        MIXED_STREAMS("day/run"),
        BODY("body"),
        SEGMENT("segment");

        private final String field;

        Reason(String field) {
            this.field = field;
        }

        /** Name of the field at fault, as in the protocol's table. */
        public String field() {
            return field;
        }
    }

    private final Reason reason;
    private final long at;
    private final String detail;

    /**
     * @param at offset of the frame (or part) at fault within what was read, in bytes
     * @param message what is wrong and what was expected
     */
    public FrameException(Reason reason, long at, String message) {
        super(message + " (at byte " + at + ")", null, false, false);
        this.reason = reason;
        this.at = at;
        this.detail = message;
    }

    /** The same fault, seen by somebody for whom what was read begins {@code base} bytes earlier. */
    public FrameException shiftedBy(long base) {
        return new FrameException(reason, at + base, detail);
    }

    public Reason reason() {
        return reason;
    }

    public long at() {
        return at;
    }
}
