package io.dayreel.streamer.clip;

/** Why there is no clip. */
public final class ClipException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What to do about it. */
    public enum Reason {
        /** Nothing was recorded in the range. */
        NOTHING,
        /** Frames are encrypted end to end, or their codec has no place in MP4. */
        UNSUITABLE,
        /** It has more bytes than all clips may have together. */
        TOO_LARGE,
        /** As many as may be are being built or read: try again. */
        TOO_MANY,
        /** The archive does not answer, or building took too long: try again. */
        NOT_NOW
    }

    private final Reason reason;

    ClipException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    ClipException(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
