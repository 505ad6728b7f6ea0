package io.dayreel.ingest.compaction;

import io.dayreel.contracts.fleet.InstanceRecord.Load;
import io.dayreel.ingest.compaction.FleetInstance.Phase;
import io.dayreel.protocol.stream.DeviceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A fleet of instances and devices that obeys the real planner, a minute at a time. A proxy leads who comes to the ready
 * instance with the fewest connections; whoever runs the fleet starts and stops instances as the plan says, as an
 * autoscaler does.
 */
final class SimulatedFleet {
    static final long MINUTE = 60_000;
    private static final int CALM_MINUTES = 10;

    private final FleetRules rules;
    private final CompactionPlanner planner;
    private final Load capacity;
    private final boolean named;
    private final int startMinutes;
    private final SortedMap<String, Instance> instances = new TreeMap<>();
    private final Map<DeviceId, Device> devices = new HashMap<>();
    private final List<Long> starting = new ArrayList<>();
    private int nextNumber;
    private long now;
    private final Deque<Double> lately = new ArrayDeque<>();
    private long changed = -1_000 * MINUTE;
    private FleetPlan lastPlan;

    /** An instance that runs. */
    static final class Instance {
        private final String name;
        private final String zone;
        private Phase phase = Phase.SERVING;
        private int connections;
        private long bytesPerSecond;

        private Instance(String name, String zone) {
            this.name = name;
            this.zone = zone;
        }

        private void count(Device device, int sign) {
            connections += sign;
            bytesPerSecond += sign * device.bytesPerSecond;
        }
    }

    /** A device that is connected. */
    static final class Device {
        private final DeviceId id;
        private final long bytesPerSecond;
        private Instance at;
        private long since;
        private int moves;

        private Device(DeviceId id, long bytesPerSecond) {
            this.id = id;
            this.bytesPerSecond = bytesPerSecond;
        }
    }

    /** @param startMinutes that an instance takes to be ready */
    SimulatedFleet(FleetRules rules, Load capacity, boolean named, int startMinutes) {
        this.rules = rules;
        this.planner = new CompactionPlanner(rules);
        this.capacity = capacity;
        this.named = named;
        this.startMinutes = startMinutes;
    }

    Instance addInstance() {
        Instance instance = new Instance("ingest-" + nextNumber, "zone-" + nextNumber % 3);
        nextNumber++;
        instances.put(instance.name, instance);
        changed = now;
        return instance;
    }

    /** An instance is gone from one moment to the next; its devices are not connected any more. @return those */
    List<Device> kill(String name) {
        Instance dead = instances.remove(name);
        changed = now;
        List<Device> lost =
                devices.values().stream().filter(device -> device.at == dead).toList();
        lost.forEach(device -> devices.remove(device.id));
        return lost;
    }

    void connect(DeviceId id, long bytesPerSecond) {
        Device device = new Device(id, bytesPerSecond);
        devices.put(id, device);
        arrive(device, leastConnections());
    }

    /** Comes again with the moves that it has made. */
    void connectAgain(Device device) {
        devices.put(device.id, device);
        arrive(device, leastConnections());
    }

    Device disconnect(DeviceId id) {
        Device device = devices.remove(id);
        if (device != null) {
            device.at.count(device, -1);
        }
        return device;
    }

    boolean isConnected(DeviceId id) {
        return devices.containsKey(id);
    }

    void place(DeviceId id, long bytesPerSecond, String instance, long since) {
        Device device = new Device(id, bytesPerSecond);
        devices.put(id, device);
        arrive(device, instances.get(instance));
        device.since = since;
    }

    private Instance leastConnections() {
        return instances.values().stream()
                .filter(instance -> instance.phase == Phase.SERVING)
                .min(Comparator.<Instance>comparingInt(instance -> instance.connections)
                        .thenComparing(instance -> instance.name))
                .orElseThrow();
    }

    private void arrive(Device device, Instance at) {
        device.at = at;
        device.since = now;
        at.count(device, 1);
    }

    FleetState state() {
        List<FleetInstance> seen = instances.values().stream()
                .map(each -> new FleetInstance(
                        each.name,
                        each.zone,
                        named,
                        capacity,
                        new Load(each.connections, each.bytesPerSecond),
                        each.phase))
                .toList();
        List<FleetDevice> known = devices.values().stream()
                .map(each -> new FleetDevice(each.id, each.at.name, each.bytesPerSecond, each.since, Optional.empty()))
                .toList();
        return new FleetState(
                now,
                seen,
                known,
                changed,
                true,
                0,
                lately.stream().mapToDouble(Double::doubleValue).max().orElse(0));
    }

    /** Plans, does what the plan says, and lets a minute pass. */
    FleetPlan minute() {
        now += MINUTE;
        for (Iterator<Long> ready = starting.iterator(); ready.hasNext(); ) {
            if (ready.next() <= now) {
                ready.remove();
                addInstance();
            }
        }
        FleetPlan plan = planner.plan(state());
        lastPlan = plan;
        lately.add(plan.filled());
        if (lately.size() > CALM_MINUTES) {
            lately.remove();
        }
        instances.values().forEach(each -> obey(each, plan));
        plan.moves().forEach(this::move);
        while (instances.size() + starting.size() < plan.instances()) {
            starting.add(now + startMinutes * MINUTE);
        }
        if (instances.size() > plan.instances()) {
            instances.values().stream()
                    .filter(each -> each.phase == Phase.DRAINED)
                    .findFirst()
                    .ifPresent(each -> kill(each.name));
        }
        return plan;
    }

    private static void obey(Instance instance, FleetPlan plan) {
        if (!plan.emptied().contains(instance.name)) {
            instance.phase = Phase.SERVING;
        } else {
            instance.phase = instance.connections == 0 ? Phase.DRAINED : Phase.DRAINING;
        }
    }

    private void move(FleetPlan.Move move) {
        Device device = devices.get(move.device());
        device.at.count(device, -1);
        device.moves++;
        arrive(device, move.to().isEmpty() ? leastConnections() : instances.get(move.to()));
    }

    FleetPlan lastPlan() {
        return lastPlan;
    }

    long now() {
        return now;
    }

    int running() {
        return instances.size();
    }

    Collection<String> names() {
        return instances.keySet();
    }

    int connected() {
        return devices.size();
    }

    int moves(DeviceId id) {
        return devices.containsKey(id) ? devices.get(id).moves : 0;
    }

    double filling(String name) {
        Instance each = instances.get(name);
        return Math.max(
                (double) each.connections / capacity.connections(),
                (double) each.bytesPerSecond / capacity.bytesPerSecond());
    }

    double fullest() {
        return instances.keySet().stream().mapToDouble(this::filling).max().orElse(0);
    }

    /** All load in full instances. */
    double filled() {
        long connections = 0;
        long bytes = 0;
        for (Instance each : instances.values()) {
            connections += each.connections;
            bytes += each.bytesPerSecond;
        }
        return Math.max((double) connections / capacity.connections(), (double) bytes / capacity.bytesPerSecond());
    }

    FleetRules rules() {
        return rules;
    }
}
