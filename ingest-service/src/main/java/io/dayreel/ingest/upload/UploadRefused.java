package io.dayreel.ingest.upload;

/** Why a part, or the end of a video, is not taken. The message is for the caller. */
public final class UploadRefused extends Exception {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** What kind of refusal it is. */
    public enum Reason {
        /** The part is held with other bytes. */
        OTHER_BYTES,
        /** The idempotency key belongs to another part or other bytes. */
        KEY_REUSED,
        /** The video is complete. */
        COMPLETE,
        /** Parts are missing of a video that shall be complete. */
        MISSING_PARTS,
        /** The request does not go on where what was received of the part ends. */
        OFFSET,
        /** The bytes are not those that their digest says. */
        DIGEST,
        /** ffmpeg cannot read the part, or frames cannot carry anything of it. */
        MALFORMED,
        /** The part, or the file of captions, is larger than allowed. */
        TOO_LARGE,
        /** A file of captions cannot be read; the message names the line. */
        BAD_CAPTIONS,
        /** A video has as many captions as it can have. */
        FULL,
        /** The same part is being stored, or scratch space, processes or Kafka are busy: again in a moment. */
        BUSY,
        /** The machine has no ffmpeg. */
        NO_FFMPEG
    }

    public UploadRefused(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public UploadRefused(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
