package io.dayreel.ingest.presence;

import io.dayreel.protocol.stream.DeviceId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts how often a device's connections take over from each other: two devices with one name would do so for ever.
 * Remembers the 10 000 devices that did so last. Not thread-safe.
 */
final class Takeovers {
    private static final int MAX_DEVICES = 10_000;
    private static final long WINDOW_MILLIS = Duration.ofMinutes(1).toMillis();

    private final int limit;
    private final Map<DeviceId, Deque<Long>> recent = new LinkedHashMap<>();

    /** @param limit takeovers of one device in a minute that are allowed */
    Takeovers(int limit) {
        this.limit = limit;
    }

    /** Whether one more takeover is allowed now. */
    boolean allows(DeviceId device, long nowMillis) {
        Deque<Long> times = recent.get(device);
        return times == null || forgetOld(times, nowMillis).size() < limit;
    }

    void note(DeviceId device, long nowMillis) {
        Deque<Long> times = recent.remove(device);
        times = times == null ? new ArrayDeque<>() : forgetOld(times, nowMillis);
        if (times.size() >= limit) {
            times.remove();
        }
        times.add(nowMillis);
        recent.put(device, times);
        if (recent.size() > MAX_DEVICES) {
            recent.remove(recent.keySet().iterator().next());
        }
    }

    private static Deque<Long> forgetOld(Deque<Long> times, long nowMillis) {
        while (!times.isEmpty() && times.peek() <= nowMillis - WINDOW_MILLIS) {
            times.remove();
        }
        return times;
    }
}
