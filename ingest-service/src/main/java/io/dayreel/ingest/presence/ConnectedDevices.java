package io.dayreel.ingest.presence;

import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.log.LogEvents;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The devices connected to this instance, announced in {@code presence} with a lease. One connection per device: the
 * newest wins, here at once and across instances through the topic. Holds one entry per device connected anywhere.
 * Thread-safe; calls out to connections and the topic while it holds its lock, which must return quickly.
 *
 * @param <C> the connections
 */
public final class ConnectedDevices<C extends Connection> {
    private static final LogEvents LOG = LogEvents.of(ConnectedDevices.class);

    private record Local<T>(T connection, long connectedAtMillis) {}

    private final String instance;
    private final Duration lease;
    private final InstantSource clock;
    private final Consumer<PresenceRecord> topic;
    private final Takeovers takeovers;
    private final Map<DeviceId, Local<C>> here = new HashMap<>();
    private final Map<DeviceId, PresenceRecord> elsewhere = new HashMap<>();

    /**
     * @param instance name of this instance
     * @param lease how long a record is valid; renewed by {@link #renew}
     * @param topic publishes without blocking
     * @param takeoverLimit takeovers of one device in a minute that are allowed
     */
    public ConnectedDevices(
            String instance, Duration lease, InstantSource clock, Consumer<PresenceRecord> topic, int takeoverLimit) {
        this.instance = instance;
        this.lease = lease;
        this.clock = clock;
        this.topic = topic;
        this.takeovers = new Takeovers(takeoverLimit);
    }

    /**
     * Makes a connection the device's one.
     *
     * @return false, and nothing changed, if the device's connections took over from each other too often
     */
    public synchronized boolean connect(C connection) {
        DeviceId device = connection.device();
        long now = clock.millis();
        Optional<Long> older = connectedSince(device, now);
        if (older.isPresent()) {
            if (!takeovers.allows(device, now)) {
                LOG.warn("device-takeovers-exceeded", "device", device, "session", connection.session());
                return false;
            }
            takeovers.note(device, now);
        }
        long connectedAt = Math.max(now, older.orElse(0L) + 1);
        Local<C> previous = here.put(device, new Local<>(connection, connectedAt));
        if (previous != null) {
            previous.connection().takenOver();
        }
        announce(here.get(device), true);
        return true;
    }

    private Optional<Long> connectedSince(DeviceId device, long now) {
        Local<C> local = here.get(device);
        PresenceRecord remote = elsewhere.get(device);
        if (local != null) {
            return Optional.of(local.connectedAtMillis());
        }
        boolean alive = remote != null && remote.leaseUntilMillis() > now;
        return alive ? Optional.of(remote.connectedAtMillis()) : Optional.empty();
    }

    /** Says that a connection is over, unless another one has taken its place. */
    public synchronized void disconnect(C connection) {
        Local<C> local = here.get(connection.device());
        if (local != null && local.connection() == connection) {
            here.remove(connection.device());
            announce(local, false);
        }
    }

    /**
     * Renews a share of the leases, so that they do not all come at once. Every share must be renewed within the lease.
     *
     * @param share 0 to {@code shares - 1}
     */
    public synchronized void renew(int share, int shares) {
        here.forEach((device, local) -> {
            if (Math.floorMod(device.hashCode(), shares) == share) {
                announce(local, true);
            }
        });
        long now = clock.millis();
        elsewhere.values().removeIf(remote -> remote.leaseUntilMillis() <= now);
    }

    /** Announces a connection again after its runs changed. */
    public synchronized void changed(C connection) {
        Local<C> local = here.get(connection.device());
        if (local != null && local.connection() == connection) {
            announce(local, true);
        }
    }

    /** What any instance published, this one included. */
    public synchronized void published(PresenceRecord found) {
        DeviceId device = found.device();
        if (found.instance().equals(instance)) {
            elsewhere.remove(device);
            return;
        }
        if (!found.connected()) {
            elsewhere.computeIfPresent(device, (key, known) -> known.session().equals(found.session()) ? null : known);
            return;
        }
        elsewhere.put(device, found);
        Local<C> local = here.get(device);
        if (local != null && isNewer(found, local)) {
            here.remove(device);
            takeovers.note(device, clock.millis());
            local.connection().takenOver();
        }
    }

    private boolean isNewer(PresenceRecord found, Local<C> local) {
        return found.connectedAtMillis() > local.connectedAtMillis()
                || (found.connectedAtMillis() == local.connectedAtMillis()
                        && found.session().compareTo(local.connection().session()) > 0);
    }

    /** The device's connection on this instance. */
    public synchronized Optional<C> of(DeviceId device) {
        return Optional.ofNullable(here.get(device)).map(Local::connection);
    }

    /** Whether another instance said that the device is connected to it. */
    public synchronized boolean isElsewhere(DeviceId device) {
        return elsewhere.containsKey(device);
    }

    /** All connections on this instance. */
    public synchronized List<C> all() {
        return here.values().stream().map(Local::connection).toList();
    }

    private void announce(Local<C> local, boolean connected) {
        C connection = local.connection();
        long now = clock.millis();
        topic.accept(new PresenceRecord(
                connection.device(),
                instance,
                connection.session(),
                connected,
                local.connectedAtMillis(),
                connected ? now + lease.toMillis() : now,
                connection.agent(),
                connection.runs(),
                connection.bytesPerSecond()));
    }
}
