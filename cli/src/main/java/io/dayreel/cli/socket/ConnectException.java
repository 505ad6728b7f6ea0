package io.dayreel.cli.socket;

import java.io.IOException;

/** A WebSocket could not be opened. The message is meant for the user. */
public final class ConnectException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    ConnectException(String message, int status, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The HTTP status that the server answered instead of opening the socket; 0 if it did not answer. */
    public int status() {
        return status;
    }

    /** Whether trying again with the same token cannot help. */
    public boolean isRefused() {
        return status == 401 || status == 403;
    }
}
