package io.dayreel.ingest.fleet;

import io.dayreel.contracts.fleet.InstanceRecord.Load;
import io.dayreel.contracts.fleet.InstanceRecord.Report;
import io.dayreel.contracts.fleet.InstanceRecord.State;
import io.dayreel.ingest.session.Admission;
import io.dayreel.ingest.session.Redirection;
import io.dayreel.protocol.stream.DeviceId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * This process: whether it takes devices, and what it says of itself. It takes none while it is ordered so, or once it
 * was told to stop; then it leads each one to an instance that has an address of its own, or else back to the address
 * that it came by, after a wait in which proxies notice. Thread-safe.
 */
public final class OwnInstance implements Admission {
    private static final int FIRST_WAIT_MILLIS = 200;
    private static final int WAIT_JITTER_MILLIS = 800;

    /** Devices of an instance that stops are led away a few at a time: {@link LeadingAway}. */
    private static final int PACED_JITTER_MILLIS = 200;

    /** What an instance is, which does not change while it runs. */
    public record Identity(
            String name, long startedMillis, Optional<DeviceAddress> address, String zone, Load capacity) {
        public Identity {
            if (capacity.connections() < 1 || capacity.bytesPerSecond() < 1) {
                throw new IllegalArgumentException("an instance must be able to carry something: set"
                        + " dayreel.ingest.compaction.max-connections and .max-bytes-per-second above 0");
            }
        }
    }

    private final Identity identity;
    private final KnownFleet fleet;
    private final InstantSource clock;
    private final RandomGenerator random;
    private volatile boolean stopping;

    /** @param random used under a lock of its own; any will do */
    public OwnInstance(Identity identity, KnownFleet fleet, InstantSource clock, RandomGenerator random) {
        this.identity = identity;
        this.fleet = fleet;
        this.clock = clock;
        this.random = random;
    }

    public Identity identity() {
        return identity;
    }

    /** From now on it takes no devices, for good. */
    public void stop() {
        stopping = true;
    }

    public boolean isStopping() {
        return stopping;
    }

    /** Whether devices are taken. */
    public boolean isServing() {
        return !stopping && !isEmptied();
    }

    private boolean isEmptied() {
        return fleet.isOrdered(identity.name(), identity.startedMillis());
    }

    /** Where it is in its life, with so many devices. */
    public State state(int connections) {
        if (stopping) {
            return State.STOPPING;
        }
        if (!isEmptied()) {
            return State.SERVING;
        }
        return connections == 0 ? State.DRAINED : State.DRAINING;
    }

    /** What it says of itself. @param lease for how long that is good */
    Report report(Load load, Duration lease) {
        return new Report(
                identity.name(),
                identity.startedMillis(),
                identity.address().map(address -> address.ingest().toString()),
                identity.zone(),
                identity.capacity(),
                load,
                state(load.connections()),
                clock.millis() + lease.toMillis());
    }

    @Override
    public Optional<Redirection> elsewhere(DeviceId device) {
        return isServing() ? Optional.empty() : Optional.of(redirection(device));
    }

    /** Where a device goes that cannot stay. */
    public Redirection redirection(DeviceId device) {
        Optional<String> refuge = fleet.refuge(device, identity.name());
        long jitter = jitter(stopping ? PACED_JITTER_MILLIS : WAIT_JITTER_MILLIS);
        return new Redirection(refuge.orElse(""), refuge.isPresent() ? jitter : FIRST_WAIT_MILLIS + jitter);
    }

    private long jitter(int bound) {
        synchronized (random) {
            return random.nextInt(bound);
        }
    }
}
