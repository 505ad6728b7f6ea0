package io.dayreel.streamer.tail;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.tail.TailLog;
import io.dayreel.tail.TailRecord;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Who wants to know when a device's tail grows or heals. Thread-safe. */
public final class ViewerWakes {
    private final ConcurrentHashMap<DeviceId, Set<Watcher>> watchers = new ConcurrentHashMap<>();
    private volatile ArrivalWatch arrivals = ArrivalWatch.NONE;

    /** From now on what arrives for watched devices is shown to {@code watch}. */
    public void show(ArrivalWatch watch) {
        arrivals = watch;
    }

    public void add(DeviceId device, Watcher watcher) {
        watchers.compute(device, (id, set) -> {
            Set<Watcher> all = set == null ? ConcurrentHashMap.newKeySet() : set;
            all.add(watcher);
            return all;
        });
    }

    public void remove(DeviceId device, Watcher watcher) {
        Set<Watcher> left = watchers.computeIfPresent(device, (id, set) -> {
            set.remove(watcher);
            return set.isEmpty() ? null : set;
        });
        if (left == null) {
            arrivals.unwatched(device);
        }
    }

    void grew(Collection<DeviceId> devices) {
        devices.forEach(this::grew);
    }

    /** A device's tail grew, or is complete now. */
    public void grew(DeviceId device) {
        tell(device, Watcher::wake);
    }

    /** A record is about to be appended to a log that is complete. */
    public void arriving(TailLog log, TailRecord item) {
        if (watchers.containsKey(item.stream().deviceId())) {
            arrivals.arriving(log, item);
        }
    }

    /** Frames that were missing have come. */
    public void healed(HealedFrames frames) {
        tell(frames.stream().deviceId(), watcher -> watcher.healed(frames));
    }

    private void tell(DeviceId device, Consumer<Watcher> word) {
        Set<Watcher> all = watchers.get(device);
        if (all != null) {
            all.forEach(word);
        }
    }

    void everybody() {
        watchers.values().forEach(all -> all.forEach(Watcher::wake));
    }

    /** Devices that viewers watch here. Those that another streamer only relays from here are its own to know. */
    public Set<DeviceId> viewed() {
        return watchers.entrySet().stream()
                .filter(entry -> entry.getValue().stream().anyMatch(Watcher::isViewer))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Devices that somebody waits for. */
    public Set<DeviceId> devices() {
        return watchers.keySet();
    }
}
