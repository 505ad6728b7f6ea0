package io.dayreel.sync.devices;

import io.dayreel.protocol.stream.DeviceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The devices of one partition, in memory and in the store. Decisions are stored with the record or the pulse that led
 * to them, so that a record's offset never moves on without them; figures and leases every few seconds, since they come
 * again. Not thread-safe.
 */
public final class DeviceBook {
    private final KeyValueStore<String, DeviceState> store;
    private final Map<DeviceId, TrackedDevice> devices = new LinkedHashMap<>();

    /** @param store keyed by {@code tenant/device} */
    public DeviceBook(KeyValueStore<String, DeviceState> store) {
        this.store = store;
        try (KeyValueIterator<String, DeviceState> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, DeviceState> entry = all.next();
                devices.put(entry.value.device(), new TrackedDevice(entry.value));
            }
        }
    }

    /** A device, known from now on. */
    public TrackedDevice of(DeviceId device) {
        return devices.computeIfAbsent(device, TrackedDevice::new);
    }

    /** A device of which something is known. */
    public Optional<TrackedDevice> known(DeviceId device) {
        return Optional.ofNullable(devices.get(device));
    }

    /** All devices, in a steady order. */
    public List<TrackedDevice> all() {
        return new ArrayList<>(devices.values());
    }

    /** Stores what a record has decided of a device. */
    public void saveDecision(DeviceId id, long nowMillis) {
        TrackedDevice device = devices.get(id);
        if (device != null && device.isDecisionDue()) {
            store(device, nowMillis);
        }
    }

    private void store(TrackedDevice device, long nowMillis) {
        store.put(device.id().toString(), device.stored());
        device.saved(nowMillis);
    }

    /** Stores what is due. A device of which nothing is left is forgotten. */
    public void save(long nowMillis) {
        devices.values().removeIf(device -> {
            if (device.isSaveDue(nowMillis)) {
                boolean empty = device.days().isEmpty() && !device.link().isUp(nowMillis);
                if (empty) {
                    store.delete(device.id().toString());
                } else {
                    store(device, nowMillis);
                }
                return empty;
            }
            return false;
        });
    }
}
