package io.dayreel.cli.device;

/** What frames go over. */
public enum Transport {
    /** The WebSocket alone. */
    WS,
    /** New frames over UDP, and over the WebSocket what does not arrive; the WebSocket stays open for control. */
    UDP,
    /** Batches over HTTP. The server cannot ask for anything. */
    HTTP
}
