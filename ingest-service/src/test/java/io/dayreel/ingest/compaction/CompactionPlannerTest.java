package io.dayreel.ingest.compaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.contracts.fleet.InstanceRecord.Load;
import io.dayreel.ingest.compaction.FleetInstance.Phase;
import io.dayreel.ingest.compaction.FleetPlan.Move;
import io.dayreel.ingest.compaction.FleetPlan.Reason;
import io.dayreel.ingest.compaction.FleetRules.Marks;
import io.dayreel.ingest.compaction.FleetRules.Order;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.Covers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** What holds for every plan, whatever the fleet looks like. */
class CompactionPlannerTest {
    private static final long NOW = 100_000_000;
    private static final long PERIOD = Duration.ofMinutes(30).toMillis();
    private static final FleetRules RULES = rules(Order.LEAST_FILLED);
    private static final CompactionPlanner PLANNER = new CompactionPlanner(RULES);

    private static FleetRules rules(Order order) {
        return new FleetRules(new Marks(0.5, 0.7, 0.8), 2, 40, Duration.ofMillis(PERIOD), Duration.ofMinutes(3), order);
    }

    @Provide
    Arbitrary<FleetState> fleets() {
        return Combinators.combine(
                        Arbitraries.integers().between(1, 7),
                        Arbitraries.integers().between(0, 250),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.longs())
                .as((instances, devices, named, told, seed) ->
                        fleet(new Random(seed), instances, devices, named, told));
    }

    /** Some instances, of which one may be emptied; devices of different sizes, of which some are on their way. */
    private static FleetState fleet(Random random, int instances, int devices, boolean named, int told) {
        List<FleetInstance> all = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            Phase phase = i == 0 && instances > 1 && random.nextInt(3) == 0 ? Phase.DRAINING : Phase.SERVING;
            Load capacity = new Load(40 + random.nextInt(40), 4_000_000);
            all.add(new FleetInstance("ingest-" + i, "zone-" + i % 3, named, capacity, new Load(0, 0), phase));
        }
        List<FleetDevice> some = new ArrayList<>();
        for (int i = 0; i < devices; i++) {
            String at = "ingest-" + random.nextInt(instances);
            Optional<String> heading = i < told
                    ? Optional.of(named ? "ingest-" + random.nextInt(instances) : Placement.ANYWHERE)
                    : Optional.empty();
            long moved = NOW - (long) (random.nextDouble() * 2 * PERIOD);
            some.add(new FleetDevice(device(i), at, random.nextInt(200_000), moved, heading));
        }
        return new FleetState(NOW, all, some, NOW - Duration.ofHours(1).toMillis(), true, random.nextInt(45), 0);
    }

    private static DeviceId device(int number) {
        return new DeviceId("demo", "cam-" + number);
    }

    @Covers("B2")
    @Property(tries = 300)
    void noInstanceIsFilledBeyondItsTargetByMoves(@ForAll("fleets") FleetState fleet) {
        FleetPlan plan = PLANNER.plan(fleet);

        for (FleetInstance instance : fleet.instances()) {
            boolean anywhere = plan.moves().stream().anyMatch(move -> move.to().isEmpty())
                    && !plan.emptied().contains(instance.name());
            boolean named = plan.moves().stream().anyMatch(move -> move.to().equals(instance.name()));
            if (anywhere || named) {
                assertThat(worst(fleet, plan, instance)).isLessThanOrEqualTo(0.8);
            }
        }
    }

    /** The instance's filling once all that may come has come, and nothing has left. */
    private static double worst(FleetState fleet, FleetPlan plan, FleetInstance instance) {
        Set<DeviceId> coming = plan.moves().stream()
                .filter(move -> move.to().isEmpty() || move.to().equals(instance.name()))
                .map(Move::device)
                .collect(Collectors.toSet());
        List<FleetDevice> all = fleet.devices().stream()
                .filter(device -> device.instance().equals(instance.name())
                        || coming.contains(device.device())
                        || device.heading().filter(instance.name()::equals).isPresent())
                .filter(device -> !leaves(plan, device, instance))
                .toList();
        double bytes = all.stream().mapToLong(FleetDevice::bytesPerSecond).sum();
        return Math.max(
                (double) all.size() / instance.capacity().connections(),
                bytes / instance.capacity().bytesPerSecond());
    }

    private static boolean leaves(FleetPlan plan, FleetDevice device, FleetInstance from) {
        return plan.moves().stream()
                .anyMatch(move ->
                        move.device().equals(device.device()) && move.from().equals(from.name()));
    }

    @Property(tries = 300)
    void aDeviceMovesToAnotherInstanceThatTakesDevices(@ForAll("fleets") FleetState fleet) {
        FleetPlan plan = PLANNER.plan(fleet);

        Set<String> taking =
                fleet.instances().stream().map(FleetInstance::name).collect(Collectors.toCollection(HashSet::new));
        taking.removeAll(plan.emptied());
        assertThat(plan.moves())
                .allSatisfy(move -> assertThat(move.to()).isNotEqualTo(move.from()))
                .filteredOn(move -> !move.to().isEmpty())
                .allSatisfy(move -> assertThat(taking).contains(move.to()));
    }

    @Property(tries = 300)
    void movesAreBoundedInAllAndPerDevice(@ForAll("fleets") FleetState fleet) {
        FleetPlan plan = PLANNER.plan(fleet);

        assertThat(plan.moves().size()).isLessThanOrEqualTo(Math.max(0, 40 - fleet.movesInLastMinute()));
        assertThat(plan.moves()).extracting(Move::device).doesNotHaveDuplicates();
        Set<DeviceId> rested = fleet.devices().stream()
                .filter(device -> device.heading().isEmpty() && device.movedMillis() <= fleet.nowMillis() - PERIOD)
                .map(FleetDevice::device)
                .collect(Collectors.toSet());
        assertThat(plan.moves()).extracting(Move::device).isSubsetOf(rested);
    }

    @Property(tries = 300)
    void enoughInstancesStayAndOneIsEmptiedAtATime(@ForAll("fleets") FleetState fleet) {
        FleetPlan plan = PLANNER.plan(fleet);

        int before = (int) fleet.instances().stream()
                .filter(each -> each.phase() == Phase.SERVING)
                .count();
        int after = fleet.instances().size() - plan.emptied().size();
        assertThat(after).isGreaterThanOrEqualTo(Math.min(before, 2)).isGreaterThanOrEqualTo(before - 1);
        assertThat(plan.emptied()).hasSizeLessThanOrEqualTo(1);
        assertThat(plan.instances()).isGreaterThanOrEqualTo(2).isGreaterThanOrEqualTo(after);
        assertThat(plan.emptied()).containsAll(plan.mayStop());
    }

    @Property(tries = 100)
    void theSameFleetHasTheSamePlan(@ForAll("fleets") FleetState fleet, @ForAll long seed) {
        List<FleetInstance> instances = new ArrayList<>(fleet.instances());
        List<FleetDevice> devices = new ArrayList<>(fleet.devices());
        Collections.shuffle(instances, new Random(seed));
        Collections.shuffle(devices, new Random(seed));

        FleetPlan shuffled = PLANNER.plan(new FleetState(
                fleet.nowMillis(),
                instances,
                devices,
                fleet.changedMillis(),
                fleet.trusted(),
                fleet.movesInLastMinute(),
                fleet.peak()));

        assertThat(shuffled).isEqualTo(PLANNER.plan(fleet));
    }

    @Property(tries = 100)
    void nothingMovesWhileTheFleetIsNotKnownOrHasJustChanged(
            @ForAll("fleets") FleetState fleet, @ForAll boolean trusted) {
        FleetState unsure = new FleetState(
                fleet.nowMillis(),
                fleet.instances(),
                fleet.devices(),
                trusted ? fleet.nowMillis() - 60_000 : fleet.changedMillis(),
                trusted,
                0,
                0);

        FleetPlan plan = PLANNER.plan(unsure);

        Set<String> emptiedBefore = fleet.instances().stream()
                .filter(each -> each.phase() != Phase.SERVING)
                .map(FleetInstance::name)
                .collect(Collectors.toSet());
        assertThat(plan.moves()).isEmpty();
        assertThat(emptiedBefore).containsAll(plan.emptied());
        assertThat(plan.instances()).isGreaterThanOrEqualTo(fleet.instances().size());
        assertThat(plan.reason()).isEqualTo(trusted ? Reason.UNSETTLED : Reason.STALE);
    }

    @Covers("B2")
    @Property(tries = 60)
    void withAConstantLoadTheFleetComesToRest(@ForAll("shapes") Shape shape) {
        SimulatedFleet fleet = shape.fleet();
        long changes = 0;
        int quiet = 0;
        for (int minute = 0; minute < 600 && quiet < 60; minute++) {
            int before = fleet.running();
            FleetPlan plan = fleet.minute();
            boolean still = plan.moves().isEmpty() && fleet.running() == before;
            quiet = still ? quiet + 1 : 0;
            changes += still ? 0 : 1;
        }

        assertThat(quiet).as("an hour in which nothing changes").isEqualTo(60);
        assertThat(changes).isLessThan(300);
        if (shape.named()) {
            assertThat(fleet.fullest()).isLessThanOrEqualTo(0.8);
        }
        assertThat(fleet.lastPlan().emptied())
                .as("all devices of emptied instances left")
                .isEmpty();
        assertThat(fleet.filled()).isLessThanOrEqualTo(0.7 * fleet.running());
        assertThat(fleet.running() == 2 || fleet.filled() >= 0.5 * (fleet.running() - 1) || shape.fragmented())
                .as("%s instances for %s", fleet.running(), fleet.filled())
                .isTrue();
    }

    /** A fleet to begin with. */
    record Shape(int instances, int devices, boolean named, long seed) {
        SimulatedFleet fleet() {
            SimulatedFleet fleet = new SimulatedFleet(RULES, new Load(60, 6_000_000), named, 2);
            for (int i = 0; i < instances; i++) {
                fleet.addInstance();
            }
            Random random = new Random(seed);
            for (int i = 0; i < devices; i++) {
                String at = "ingest-" + random.nextInt(instances);
                fleet.place(device(i), named ? random.nextInt(100_000) : 10_000, at, -PERIOD);
            }
            return fleet;
        }

        /** Behind one address an instance is emptied only if the proxy may do its worst. */
        boolean fragmented() {
            return !named;
        }
    }

    @Provide
    Arbitrary<Shape> shapes() {
        return Combinators.combine(
                        Arbitraries.integers().between(2, 8),
                        Arbitraries.integers().between(0, 220),
                        Arbitraries.of(true, false),
                        Arbitraries.longs())
                .as((instances, devices, named, seed) -> new Shape(instances, devices, named, seed));
    }

    @Test
    void theLeastFilledInstanceIsEmptiedIntoTheFullestThatHasRoom() {
        FleetState fleet = fleetOf(List.of("a", "b", "c", "d"), List.of(30, 10, 20, 5), List.of("z", "z", "z", "z"));

        FleetPlan plan = PLANNER.plan(fleet);

        assertThat(plan.emptied()).containsExactly("d");
        assertThat(plan.moves()).hasSize(5).allSatisfy(move -> assertThat(move.to())
                .isEqualTo("a"));
        assertThat(plan.instances()).as("the emptied one is still there").isEqualTo(4);
        assertThat(plan.mayStop()).isEmpty();
    }

    @Test
    void aLoadThatWasHighAMomentAgoEmptiesNothing() {
        FleetState low = fleetOf(List.of("a", "b", "c", "d"), List.of(30, 10, 20, 5), List.of("z", "z", "z", "z"));
        FleetState storm = new FleetState(NOW, low.instances(), low.devices(), 0, true, 0, 2.5);

        assertThat(PLANNER.plan(storm).emptied()).isEmpty();
    }

    @Test
    void zonesStayInBalance() {
        FleetState fleet = fleetOf(List.of("a", "b", "c", "d"), List.of(5, 20, 20, 10), List.of("x", "y", "z", "z"));

        FleetPlan plan = PLANNER.plan(fleet);

        assertThat(plan.emptied()).as("zone z has two").containsExactly("d");
    }

    @Test
    void whereAStatefulSetStopsTheHighestOrdinalThatOneIsEmptied() {
        FleetState fleet = fleetOf(
                List.of("ingest-2", "ingest-9", "ingest-10", "ingest-0"),
                List.of(5, 10, 30, 20),
                List.of("", "", "", ""));

        FleetPlan plan = new CompactionPlanner(rules(Order.HIGHEST_ORDINAL)).plan(fleet);

        assertThat(plan.emptied()).containsExactly("ingest-10");
    }

    @Test
    void anInstanceThatIsBeingEmptiedTakesDevicesAgainWhenTheLoadRises() {
        List<FleetInstance> instances = List.of(
                instance("a", "", Phase.SERVING), instance("b", "", Phase.SERVING), instance("c", "", Phase.DRAINING));
        List<FleetDevice> devices = IntStream.range(0, 160)
                .mapToObj(i -> new FleetDevice(device(i), i % 2 == 0 ? "a" : "b", 0, 0, Optional.empty()))
                .toList();

        FleetPlan plan = PLANNER.plan(new FleetState(NOW, instances, devices, 0, true, 0, 0));

        assertThat(plan.emptied()).isEmpty();
        assertThat(plan.instances()).isEqualTo(3);
    }

    @Test
    void anInstanceMayStopOnceItSaysThatItIsEmpty() {
        List<FleetInstance> instances = List.of(
                instance("a", "", Phase.SERVING), instance("b", "", Phase.SERVING), instance("c", "", Phase.DRAINED));

        FleetPlan plan = PLANNER.plan(new FleetState(NOW, instances, List.of(), 0, true, 0, 0));

        assertThat(plan.mayStop()).containsExactly("c");
        assertThat(plan.instances()).isEqualTo(2);
    }

    private static FleetInstance instance(String name, String zone, Phase phase) {
        return new FleetInstance(name, zone, true, new Load(100, 1_000_000), new Load(0, 0), phase);
    }

    private static FleetState fleetOf(List<String> names, List<Integer> devices, List<String> zones) {
        List<FleetInstance> instances = new ArrayList<>();
        List<FleetDevice> all = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            instances.add(instance(names.get(i), zones.get(i), Phase.SERVING));
            for (int j = 0; j < devices.get(i); j++) {
                all.add(new FleetDevice(device(all.size()), names.get(i), 10, 0, Optional.empty()));
            }
        }
        return new FleetState(NOW, instances, all, 0, true, 0, 0);
    }
}
