package io.dayreel.streamer.archive;

/** The indexer or the object store does not answer; the world's fault, worth another try. */
public final class ArchiveUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ArchiveUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
