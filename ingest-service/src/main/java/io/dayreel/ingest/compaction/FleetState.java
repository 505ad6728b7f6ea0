package io.dayreel.ingest.compaction;

import java.util.List;

/**
 * What a plan is made from.
 *
 * @param instances those that are there; one that stops is not
 * @param changedMillis when an instance came or went last
 * @param trusted whether reports and presence are up to date and Kafka answers
 * @param movesInLastMinute what of the bound on moves is used up
 * @param peak the greatest {@link FleetPlan#filled} of late: a load that falls for moments, as when a network breaks,
 *     empties nothing
 */
public record FleetState(
        long nowMillis,
        List<FleetInstance> instances,
        List<FleetDevice> devices,
        long changedMillis,
        boolean trusted,
        int movesInLastMinute,
        double peak) {
    public FleetState {
        instances = List.copyOf(instances);
        devices = List.copyOf(devices);
    }
}
