package io.dayreel.cli.socket;

import java.nio.ByteBuffer;

/**
 * Is given what a socket receives, one call at a time. The next message is read from the network only when a call
 * returned, so that a receiver that takes its time holds the server back. Exactly one of {@link #closed} and {@link
 * #failed} comes last.
 */
public interface MessageReceiver {
    void text(String message);

    /** @param message whole; the receiver's own from here on */
    void binary(ByteBuffer message);

    /** The server closed the connection. */
    void closed(int code, String reason);

    /** The connection broke, or the server sent what no message may be. */
    void failed(Throwable cause);
}
