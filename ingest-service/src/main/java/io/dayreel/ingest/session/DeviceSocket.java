package io.dayreel.ingest.session;

import io.dayreel.contracts.device.ServerMessage;

/** A device's connection as its session sees it. All methods but {@link #execute} are called on the connection's own thread. */
public interface DeviceSocket {
    /** Sends a control message; does nothing once closed. */
    void send(ServerMessage message);

    /** Whether the device takes what is sent; if not, {@link DeviceSession#drained} is called later. */
    boolean isWritable();

    /** What was already received may still arrive, at most one read of the socket. */
    void stopReading();

    void goOnReading();

    /** Asks for a sign of life; its answer counts as one. */
    void ping();

    /** Sends a close code and closes; further calls do nothing. @param reason shown to the device, cut at 120 bytes */
    void close(int code, String reason);

    /** Runs a task on the connection's thread, from any thread, also when the connection is gone. */
    void execute(Runnable task);
}
