package io.dayreel.streamer.archive;

/** A segment's object no longer exists: retention deleted it. */
public final class SegmentGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SegmentGoneException(String key, Throwable cause) {
        super(key + " is gone", cause);
    }
}
