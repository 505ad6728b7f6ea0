package io.dayreel.streamer.tail;

import io.dayreel.protocol.stream.DeviceId;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who wants to know when a device's tail grows. Callbacks return at once. Thread-safe. */
public final class ViewerWakes {
    private final ConcurrentHashMap<DeviceId, Set<Runnable>> wakes = new ConcurrentHashMap<>();

    public void add(DeviceId device, Runnable wake) {
        wakes.compute(device, (id, set) -> {
            Set<Runnable> all = set == null ? ConcurrentHashMap.newKeySet() : set;
            all.add(wake);
            return all;
        });
    }

    public void remove(DeviceId device, Runnable wake) {
        wakes.computeIfPresent(device, (id, set) -> {
            set.remove(wake);
            return set.isEmpty() ? null : set;
        });
    }

    void grew(Collection<DeviceId> devices) {
        devices.forEach(this::grew);
    }

    /** A device's tail grew, or is complete now. */
    public void grew(DeviceId device) {
        Set<Runnable> all = wakes.get(device);
        if (all != null) {
            all.forEach(Runnable::run);
        }
    }

    void everybody() {
        wakes.values().forEach(all -> all.forEach(Runnable::run));
    }

    /** Devices that somebody waits for. */
    public Set<DeviceId> devices() {
        return wakes.keySet();
    }
}
