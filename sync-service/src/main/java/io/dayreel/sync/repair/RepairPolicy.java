package io.dayreel.sync.repair;

/**
 * In which order a device's missing frames are asked for, by whether somebody watches it.
 *
 * @param unwatched while nobody does
 * @param watched while somebody does, live or in the past
 */
public record RepairPolicy(RepairOrder unwatched, RepairOrder watched) {

    /** The same order, whoever watches. */
    public static RepairPolicy always(RepairOrder order) {
        return new RepairPolicy(order, order);
    }

    /** What viewers miss most comes first while there are any; otherwise days complete one after the other. */
    public static RepairPolicy followingViewers() {
        return new RepairPolicy(new RepairOrder.OldestFirst(), new RepairOrder.NewestFirst());
    }

    public RepairOrder order(boolean isWatched) {
        return isWatched ? watched : unwatched;
    }
}
