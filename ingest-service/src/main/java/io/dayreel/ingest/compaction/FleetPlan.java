package io.dayreel.ingest.compaction;

import io.dayreel.protocol.stream.DeviceId;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is to be done now.
 *
 * @param instances how many there should be, counting those that are emptied and are not empty yet
 * @param moves in order
 * @param emptied the instances that take no more devices; those not named here take devices
 * @param mayStop those of them that carry nothing
 * @param filled all load, in full instances of the average size
 * @param reason why it is as it is, one word for logs
 */
public record FleetPlan(
        int instances,
        List<Move> moves,
        SortedSet<String> emptied,
        SortedSet<String> mayStop,
        double filled,
        Reason reason) {
    public FleetPlan {
        moves = List.copyOf(moves);
        emptied = new TreeSet<>(emptied);
        mayStop = new TreeSet<>(mayStop);
    }

    /** @param to empty: wherever the one address leads it */
    public record Move(DeviceId device, String from, String to) {}

    /** Why a plan is as it is. */
    public enum Reason {
        /** Reports or presence are old, or Kafka does not answer: nothing is changed. */
        STALE,
        /** An instance has just come or gone: nothing is moved. */
        UNSETTLED,
        /** More instances are wanted. */
        GROWING,
        /** An instance is being emptied. */
        SHRINKING,
        /** All is well. */
        STEADY
    }
}
