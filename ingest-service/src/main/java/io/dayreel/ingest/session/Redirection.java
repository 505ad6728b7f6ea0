package io.dayreel.ingest.session;

import io.dayreel.contracts.device.ServerMessage;

/**
 * Where a device is to connect.
 *
 * @param to a whole address; empty for the one that it came by, where a proxy chooses the instance
 * @param afterMillis that it is to wait
 */
public record Redirection(String to, long afterMillis) {
    public Redirection {
        if (afterMillis < 0) {
            throw new IllegalArgumentException("a wait of " + afterMillis + " ms");
        }
    }

    /** As the device is told. */
    public ServerMessage message() {
        return new ServerMessage.Reconnect(to, afterMillis);
    }
}
