package io.dayreel.protocol.manifest;

/** Bytes that are no manifest; the message says what is wrong with them. */
public final class ManifestFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ManifestFormatException(String message, Throwable cause) {
        super(message, cause);
    }

    ManifestFormatException(String message) {
        this(message, null);
    }
}
