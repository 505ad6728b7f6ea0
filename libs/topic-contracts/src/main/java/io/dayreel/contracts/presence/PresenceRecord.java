package io.dayreel.contracts.presence;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import java.util.List;

/**
 * Where a device is connected, renewed before its lease ends. A record whose lease is over means: not connected, the
 * instance died without saying so.
 *
 * @param session unique per connection; the record with the latest {@code connectedAtMillis} is the valid one
 * @param runs the runs that the device announced, with the counter it will give next
 * @param bytesPerSecond of frames on this connection of late; 0 from instances that do not say
 */
public record PresenceRecord(
        DeviceId device,
        String instance,
        String session,
        boolean connected,
        long connectedAtMillis,
        long leaseUntilMillis,
        String agent,
        List<DeviceRun> runs,
        long bytesPerSecond) {
    public PresenceRecord {
        runs = List.copyOf(runs);
    }

    /** @param next the counter that the device will give to its next frame */
    public record DeviceRun(Day day, int run, long next) {}
}
