package io.dayreel.streamer.playback;

import io.dayreel.contracts.viewer.ViewerMessage;

/** The way to a viewer. Called by one thread at a time. */
public interface ViewerSink {

    void send(ViewerMessage message);

    /** Sends whole frames; the array must not change afterwards. */
    void frames(byte[] array, int from, int to);

    /** Whether as much is on its way as may be. When that changes the session's {@code wake} is called. */
    boolean isFull();

    /** Ends the connection. */
    void close(int code, String reason);
}
