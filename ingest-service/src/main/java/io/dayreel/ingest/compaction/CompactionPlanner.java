package io.dayreel.ingest.compaction;

import io.dayreel.contracts.fleet.InstanceRecord.Load;
import io.dayreel.ingest.compaction.FleetInstance.Phase;
import io.dayreel.ingest.compaction.FleetPlan.Move;
import io.dayreel.ingest.compaction.FleetPlan.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides from the fleet's state alone, the same for the same state (decision 0029): how many instances are wanted, which
 * one is emptied, and which devices move now. One instance is emptied at a time, and only if all its devices find room
 * elsewhere under the target filling. With a constant load it comes to rest: what it empties it does not want back, and
 * what it moves stays. Stateless.
 */
public final class CompactionPlanner {
    private static final Comparator<FleetDevice> LARGEST = Comparator.comparingLong(FleetDevice::bytesPerSecond)
            .reversed()
            .thenComparing(device -> device.device().toString());

    private final FleetRules rules;

    public CompactionPlanner(FleetRules rules) {
        this.rules = rules;
    }

    /** Makes the plan for a state. */
    public FleetPlan plan(FleetState state) {
        return new Making(state).plan();
    }

    /** One plan while it is made. */
    private final class Making {
        private final FleetState state;
        private final SortedSet<String> emptied = new TreeSet<>();
        private final Map<String, Bin> bins = new TreeMap<>();
        private final Map<String, List<FleetDevice>> devices;
        private final List<Move> moves = new ArrayList<>();
        private int budget;
        private double filled;

        Making(FleetState state) {
            this.state = state;
            this.budget = rules.movesPerMinute() - state.movesInLastMinute();
            this.devices = state.devices().stream().collect(Collectors.groupingBy(FleetDevice::instance));
            for (FleetInstance instance : state.instances()) {
                Bin bin = new Bin(instance);
                devicesOf(bin).forEach(bin::add);
                bin.atLeast(instance.load());
                bins.put(instance.name(), bin);
                if (instance.phase() != Phase.SERVING) {
                    emptied.add(instance.name());
                }
            }
        }

        FleetPlan plan() {
            if (!state.trusted() || bins.isEmpty()) {
                return done(Math.max(rules.minInstances(), bins.size()), Reason.STALE);
            }
            filled = filled();
            int wanted = rules.wanted(
                    filled, Math.max(filled, state.peak()), serving().size());
            resume(wanted);
            if (state.nowMillis() - state.changedMillis() < rules.settle().toMillis()) {
                return done(Math.max(wanted, bins.size()), Reason.UNSETTLED);
            }
            if (emptied.isEmpty() && wanted < serving().size()) {
                victim().ifPresent(bin -> emptied.add(bin.name()));
            }
            move();
            return done(Math.max(wanted, serving().size() + notEmptied()), reason(wanted));
        }

        private FleetPlan done(int instances, Reason reason) {
            SortedSet<String> mayStop = new TreeSet<>();
            for (String name : emptied) {
                if (bins.get(name).instance().phase() != Phase.SERVING
                        && bins.get(name).isEmpty()) {
                    mayStop.add(name);
                }
            }
            return new FleetPlan(instances, moves, emptied, mayStop, filled, reason);
        }

        private Reason reason(int wanted) {
            if (wanted > serving().size()) {
                return Reason.GROWING;
            }
            return emptied.isEmpty() ? Reason.STEADY : Reason.SHRINKING;
        }

        private List<FleetDevice> devicesOf(Bin bin) {
            return devices.getOrDefault(bin.name(), List.of());
        }

        private List<Bin> serving() {
            return bins.values().stream()
                    .filter(bin -> !emptied.contains(bin.name()))
                    .toList();
        }

        /** Instances that are emptied and would be missed if they were stopped now. */
        private int notEmptied() {
            return (int) emptied.stream()
                    .filter(name -> bins.get(name).instance().phase() != Phase.DRAINED)
                    .count();
        }

        /** All load in full instances of the average size. */
        private double filled() {
            long connections = 0;
            long bytesPerSecond = 0;
            double capacityConnections = 0;
            double capacityBytes = 0;
            for (Bin bin : bins.values()) {
                Load capacity = bin.instance().capacity();
                connections += bin.connections();
                bytesPerSecond += bin.bytesPerSecond();
                capacityConnections += (double) capacity.connections() / bins.size();
                capacityBytes += (double) capacity.bytesPerSecond() / bins.size();
            }
            return Math.max(connections / capacityConnections, bytesPerSecond / capacityBytes);
        }

        /** Of instances that are being emptied, the fullest take devices again where more are wanted. */
        private void resume(int wanted) {
            List<Bin> back = emptied.stream()
                    .map(bins::get)
                    .sorted(Comparator.comparingDouble(Bin::filling).reversed().thenComparing(bin -> bin.name()))
                    .limit(Math.max(0, wanted - serving().size()))
                    .toList();
            back.forEach(bin -> emptied.remove(bin.name()));
        }

        /** The instance to be emptied next, if all its devices find room. */
        private Optional<Bin> victim() {
            List<Bin> all = serving();
            if (rules.order() == FleetRules.Order.HIGHEST_ORDINAL) {
                return all.stream()
                        .max(Comparator.<Bin>comparingLong(bin -> bin.instance().ordinal())
                                .thenComparing(bin -> bin.name()))
                        .filter(this::canBeEmptied);
            }
            Map<String, Integer> zones = new HashMap<>();
            all.forEach(bin -> zones.merge(bin.instance().zone(), 1, Integer::sum));
            int most = zones.values().stream().mapToInt(Integer::intValue).max().orElse(0);
            return all.stream()
                    .filter(bin -> zones.get(bin.instance().zone()) == most)
                    .sorted(Comparator.comparingDouble(Bin::filling).thenComparing(bin -> bin.name()))
                    .filter(this::canBeEmptied)
                    .findFirst();
        }

        private boolean canBeEmptied(Bin candidate) {
            List<Bin> others = new ArrayList<>();
            for (Bin bin : serving()) {
                if (bin != candidate) {
                    others.add(bin.copy());
                }
            }
            Placement trial = new Placement(others, rules.marks().target());
            reserve(trial, others);
            return trial.takesAll(candidate, sorted(devicesOf(candidate)));
        }

        private List<FleetDevice> sorted(List<FleetDevice> some) {
            return some.stream().sorted(LARGEST).toList();
        }

        /** Counts what is on its way where it is going to. */
        private void reserve(Placement placement, List<Bin> serving) {
            for (FleetDevice device : state.devices()) {
                device.heading().ifPresent(to -> serving.stream()
                        .filter(bin -> bin.name().equals(to))
                        .findFirst()
                        .ifPresentOrElse(bin -> bin.add(device), () -> placement.expect(device)));
            }
        }

        private void move() {
            Placement placement = new Placement(serving(), rules.marks().target());
            reserve(placement, serving());
            for (String name : emptied) {
                for (FleetDevice device : sorted(movable(bins.get(name)))) {
                    if (budget <= 0) {
                        return;
                    }
                    placement.pack(device).ifPresent(to -> move(device, to));
                }
            }
            if (placement.isNamed()) {
                serving().forEach(bin -> relieve(bin, placement));
            }
        }

        /** Leads devices away from an instance that is filled beyond the target. Nobody gets a place that is not free yet. */
        private void relieve(Bin bin, Placement placement) {
            Bin rest = bin.copy();
            devicesOf(bin).stream()
                    .filter(device -> device.heading().isPresent())
                    .forEach(rest::remove);
            for (FleetDevice device : sorted(movable(bin))) {
                if (budget <= 0 || rest.filling() <= rules.marks().target()) {
                    return;
                }
                placement.relieve(device).ifPresent(to -> {
                    rest.remove(device);
                    move(device, to);
                });
            }
        }

        private List<FleetDevice> movable(Bin bin) {
            long before = state.nowMillis() - rules.devicePeriod().toMillis();
            return devicesOf(bin).stream()
                    .filter(device -> device.heading().isEmpty() && device.movedMillis() <= before)
                    .toList();
        }

        private void move(FleetDevice device, String to) {
            moves.add(new Move(device.device(), device.instance(), to));
            budget--;
        }
    }
}
