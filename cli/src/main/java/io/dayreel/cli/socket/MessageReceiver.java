package io.dayreel.cli.socket;

import java.nio.ByteBuffer;

/**
 * Is given what a socket receives, one call at a time, on any thread, that of a caller of the socket included: no call
 * may wait for anything. Exactly one of {@link #closed} and {@link #failed} comes last.
 */
public interface MessageReceiver {
    /** @return whether the next message may be read at once; if not, {@link MessageSocket#readOn} says when */
    boolean text(String message);

    /**
     * @param message whole; the receiver's own from here on
     * @return as for a text
     */
    boolean binary(ByteBuffer message);

    /** The server closed the connection. */
    void closed(int code, String reason);

    /** The connection broke, or the server sent what no message may be. */
    void failed(Throwable cause);
}
