package io.dayreel.cli.device;

import io.dayreel.protocol.ranges.CounterRanges;
import java.time.Duration;

/** Is told what the user should know of a device. Called on the device's own threads; must return soon. */
public interface DeviceListener {
    /** Hears nothing. */
    DeviceListener SILENT = new DeviceListener() {};

    default void connected(String session) {}

    /** The connection is gone and will be tried again. */
    default void disconnected(String reason, Duration retryAfter) {}

    /** The server has other frames under this number; what was not sent goes under another. */
    default void renumbered(RunId taken, RunId other) {}

    /** The spool is full and the oldest frames were given up for a camera that cannot wait. */
    default void discarded(RunId run, CounterRanges ranges) {}

    /** The disk of the spool refuses; it is tried again. */
    default void spoolRefuses(String reason) {}

    /** Something that the server said about a frame. */
    default void warning(String code, String detail) {}
}
