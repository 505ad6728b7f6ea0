package io.dayreel.ingest.compaction;

import java.util.List;

/**
 * What a plan is made from.
 *
 * @param instances those that are there; one that stops is not
 * @param changedMillis when an instance came or went last
 * @param trusted whether reports and presence are up to date and Kafka answers
 * @param movesInLastMinute what of the bound on moves is used up
 */
public record FleetState(
        long nowMillis,
        List<FleetInstance> instances,
        List<FleetDevice> devices,
        long changedMillis,
        boolean trusted,
        int movesInLastMinute) {
    public FleetState {
        instances = List.copyOf(instances);
        devices = List.copyOf(devices);
    }
}
