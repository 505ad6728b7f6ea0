package io.dayreel.runtime.ffmpeg;

/** Why a run of ffmpeg or ffprobe gave nothing. */
public final class FfmpegException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kind of failure it is. */
    public enum Reason {
        /** The program is not on this machine. */
        MISSING,
        /** All processes are taken, and as many wait as may. */
        BUSY,
        /** It read nothing that it could make sense of; the message is what it said of its input. */
        REFUSED,
        /** It took too long, and was killed. */
        TOO_SLOW,
        /** It held too much memory, and was killed. */
        TOO_LARGE,
        /** It ended by a signal, or gave more than it may. */
        CRASHED
    }

    public FfmpegException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public FfmpegException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
