package io.dayreel.ingest.compaction;

import io.dayreel.contracts.fleet.InstanceRecord.Load;

/** An instance while a plan is made: what it carries, with what is on its way to it. Not thread-safe. */
final class Bin {
    private final FleetInstance instance;
    private long connections;
    private long bytesPerSecond;

    Bin(FleetInstance instance) {
        this.instance = instance;
    }

    Bin copy() {
        Bin copy = new Bin(instance);
        copy.connections = connections;
        copy.bytesPerSecond = bytesPerSecond;
        return copy;
    }

    /** What it says it carries, if that is more than its known devices: some send over UDP or HTTP alone. */
    void atLeast(Load load) {
        connections = Math.max(connections, load.connections());
        bytesPerSecond = Math.max(bytesPerSecond, load.bytesPerSecond());
    }

    void add(FleetDevice device) {
        connections++;
        bytesPerSecond += device.bytesPerSecond();
    }

    void remove(FleetDevice device) {
        connections = Math.max(0, connections - 1);
        bytesPerSecond = Math.max(0, bytesPerSecond - device.bytesPerSecond());
    }

    FleetInstance instance() {
        return instance;
    }

    String name() {
        return instance.name();
    }

    boolean isEmpty() {
        return connections == 0;
    }

    double filling() {
        return fillingWith(0, 0);
    }

    /** Whether it is filled no more than to a mark with so much more. */
    boolean hasRoomFor(long moreConnections, long moreBytesPerSecond, double mark) {
        return fillingWith(moreConnections, moreBytesPerSecond) <= mark;
    }

    private double fillingWith(long moreConnections, long moreBytesPerSecond) {
        return Math.max(
                (double) (connections + moreConnections) / instance.capacity().connections(),
                (double) (bytesPerSecond + moreBytesPerSecond)
                        / instance.capacity().bytesPerSecond());
    }

    long connections() {
        return connections;
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }
}
