package io.dayreel.ingest.compaction;

import io.dayreel.contracts.fleet.InstanceRecord.Load;

/**
 * An instance as the planner sees it.
 *
 * @param named whether devices can be told to go to it
 * @param zone what fails together; empty if unknown
 * @param load what it says it carries
 */
public record FleetInstance(String name, String zone, boolean named, Load capacity, Load load, Phase phase) {
    public FleetInstance {
        if (capacity.connections() < 1 || capacity.bytesPerSecond() < 1) {
            throw new IllegalArgumentException("instance " + name + " has no capacity");
        }
    }

    /** Whether it takes devices. */
    public enum Phase {
        SERVING,
        DRAINING,
        DRAINED
    }

    /** The number that its name ends in, -1 if it does not. */
    long ordinal() {
        String digits = name.replaceFirst(".*?(\\d{0,18})$", "$1");
        return digits.isEmpty() ? -1 : Long.parseLong(digits);
    }
}
