package io.dayreel.ingest.udp;

import io.dayreel.protocol.stream.DeviceId;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often a device may open a session: so many in a minute, at once or spread over it. Remembers the devices that
 * opened one lately, at most as many as sessions may be opened in two minutes. Thread-safe.
 */
final class OpeningRate {
    private static final long MINUTE_MILLIS = 60_000;

    private final long intervalMillis;
    private final Map<DeviceId, Long> evenMillis = new LinkedHashMap<>();

    /** @param perMinute of one device */
    OpeningRate(int perMinute) {
        if (perMinute < 1) {
            throw new IllegalArgumentException("a device needs at least 1 session a minute, not " + perMinute);
        }
        intervalMillis = MINUTE_MILLIS / perMinute;
    }

    /** Counts an opening, if the rate admits it. @return how long the device has to wait; zero if it was admitted */
    synchronized Duration waitOf(DeviceId device, long nowMillis) {
        forgetOld(nowMillis);
        long next = Math.max(evenMillis.getOrDefault(device, nowMillis), nowMillis) + intervalMillis;
        if (next > nowMillis + MINUTE_MILLIS) {
            return Duration.ofMillis(next - nowMillis - MINUTE_MILLIS);
        }
        evenMillis.remove(device);
        evenMillis.put(device, next);
        return Duration.ZERO;
    }

    /** Those that came last are behind the others. */
    private void forgetOld(long nowMillis) {
        Iterator<Long> oldestFirst = evenMillis.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next() <= nowMillis) {
            oldestFirst.remove();
        }
    }
}
