package io.dayreel.ingest.compaction;

import io.dayreel.protocol.stream.DeviceId;
import java.util.Optional;

/**
 * A device as the planner sees it.
 *
 * @param instance where it is connected
 * @param movedMillis when it connected, or was told to move, whichever is later
 * @param heading where it was told to go, while it has not arrived; an empty name where it may choose
 */
public record FleetDevice(
        DeviceId device, String instance, long bytesPerSecond, long movedMillis, Optional<String> heading) {
    public FleetDevice {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException(device + " sends " + bytesPerSecond + " bytes per second");
        }
    }
}
