package io.dayreel.media.text;

import java.io.IOException;

/** A file of captions is not what it has to be. The message names the line and says what is wrong with it. */
public final class CueFormatException extends IOException {
    private static final long serialVersionUID = 1;

    private final int line;

    CueFormatException(int line, String problem) {
        super("line " + line + ": " + problem);
        this.line = line;
    }

    /** From 1. */
    public int line() {
        return line;
    }
}
