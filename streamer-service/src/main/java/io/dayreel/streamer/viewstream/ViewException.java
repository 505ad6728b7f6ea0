package io.dayreel.streamer.viewstream;

/** Why there is no such segment. The message is for the caller. */
public final class ViewException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kind of refusal it is. */
    public enum Reason {
        /** The container has no place for the codecs. */
        UNSUITABLE,
        /** Too much is made at a time, or the archive does not answer. */
        NOT_NOW,
        /** The machine has no ffmpeg. */
        NO_FFMPEG
    }

    ViewException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    ViewException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
