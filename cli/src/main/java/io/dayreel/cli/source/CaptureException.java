package io.dayreel.cli.source;

import java.io.IOException;

/** An input cannot be read. The message says what to do or what ffmpeg said, and is meant for the user. */
public final class CaptureException extends IOException {

    public CaptureException(String message) {
        super(message);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
