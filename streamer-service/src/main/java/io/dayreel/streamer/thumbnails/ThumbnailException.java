package io.dayreel.streamer.thumbnails;

/** Why there is no thumbnail. */
public final class ThumbnailException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What to do about it. */
    public enum Reason {
        /** There is no picture at that time. */
        NOTHING,
        /** It is encrypted end to end, or its codec is not known. */
        UNSUITABLE,
        /** There is no ffmpeg on this machine. */
        NO_DECODER,
        /** As many pictures as may be are being decoded or wait: try again. */
        BUSY,
        /** The archive does not answer: try again. */
        NOT_NOW,
        /** ffmpeg made no picture of it. */
        BROKEN
    }

    private final Reason reason;

    ThumbnailException(Reason reason, String detail) {
        super(detail);
        this.reason = reason;
    }

    ThumbnailException(Reason reason, String detail, Throwable cause) {
        super(detail, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
