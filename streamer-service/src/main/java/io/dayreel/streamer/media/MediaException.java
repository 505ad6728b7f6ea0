package io.dayreel.streamer.media;

import java.util.Optional;

/** Why media cannot be had under an address. */
public final class MediaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What to do about it. */
    public enum Reason {
        /** There is no such media, or not any more. */
        NONE,
        /** The counters that are there are others than the address says: see {@link #newPath}. */
        MOVED,
        /** It is not there yet, or the archive does not answer: try again. */
        NOT_NOW,
        /** It cannot be packaged: an unknown codec, or encrypted end to end. */
        UNSUITABLE
    }

    private final Reason reason;
    private final String newPath;

    private MediaException(Reason reason, String detail, String newPath) {
        super(detail);
        this.reason = reason;
        this.newPath = newPath;
    }

    static MediaException of(Reason reason, String detail) {
        return new MediaException(reason, detail, null);
    }

    static MediaException moved(String newPath) {
        return new MediaException(Reason.MOVED, "frames came that were missing", newPath);
    }

    public Reason reason() {
        return reason;
    }

    /** Where it is now, below {@code media/}. */
    public Optional<String> newPath() {
        return Optional.ofNullable(newPath);
    }
}
