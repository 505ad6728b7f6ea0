package io.dayreel.ingest.fleet;

import io.dayreel.protocol.stream.DeviceId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Devices that were told to move, in the order of being told; remembers them for the period in which they may not be
 * told again, and so at most as many as the bound on moves allows. Not thread-safe.
 */
final class ToldDevices {
    private static final long MINUTE_MILLIS = Duration.ofMinutes(1).toMillis();

    /** @param to an instance's name; empty where the proxy chooses */
    record Told(String from, String to, long bytesPerSecond, long atMillis) {}

    private final long arriveMillis;
    private final long rememberMillis;
    private final Map<DeviceId, Told> told = new LinkedHashMap<>();

    /**
     * @param arrive after which a device that has not arrived is no longer expected
     * @param remember at least as long
     */
    ToldDevices(Duration arrive, Duration remember) {
        this.arriveMillis = arrive.toMillis();
        this.rememberMillis = Math.max(Math.max(arriveMillis, MINUTE_MILLIS), remember.toMillis());
    }

    void tell(DeviceId device, Told move) {
        told.remove(device);
        told.put(device, move);
    }

    void forgetOld(long nowMillis) {
        told.values().removeIf(move -> move.atMillis() <= nowMillis - rememberMillis);
    }

    Map<DeviceId, Told> all() {
        return told;
    }

    Optional<Told> of(DeviceId device) {
        return Optional.ofNullable(told.get(device));
    }

    /** Whether a device that is not seen anywhere since, or where it was, may still be on its way. */
    boolean isExpected(Told move, long nowMillis) {
        return move.atMillis() > nowMillis - arriveMillis;
    }

    int inLastMinute(long nowMillis) {
        return (int) told.values().stream()
                .filter(move -> move.atMillis() > nowMillis - MINUTE_MILLIS)
                .count();
    }
}
