package io.dayreel.cli.source;

import java.io.IOException;

/** An input cannot be read. The message says what to do or what ffmpeg said, and is meant for the user. */
public final class CaptureException extends IOException {

    private static final String HOW_TO_CONVERT = "pictures may be H.264, H.265, VP9 or AV1, sound AAC, Opus or PCM:"
            + " convert it first, such as with ffmpeg -i INPUT -c:v libx264 -c:a aac output.mp4";

    public CaptureException(String message) {
        super(message);
    }

    /**
     * Frames have no place for what the input holds.
     *
     * @param input as it is shown to the user
     * @param what stands against it
     */
    static CaptureException unsuitable(String input, String what) {
        return new CaptureException("cannot send " + input + ": " + what + "; " + HOW_TO_CONVERT);
    }

    public CaptureException(String message, Throwable cause) {
        super(message, cause);
    }
}
