package io.dayreel.ingest.fleet;

import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.fleet.InstanceRecord.Order;
import io.dayreel.contracts.fleet.InstanceRecord.Report;
import io.dayreel.contracts.fleet.InstanceRecord.State;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.ingest.compaction.CompactionPlanner;
import io.dayreel.ingest.compaction.FleetPlan;
import io.dayreel.ingest.compaction.FleetRules;
import io.dayreel.ingest.compaction.FleetState;
import io.dayreel.ingest.fleet.ToldDevices.Told;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes plans from what the topics tell, and turns them into what is sent. Every instance listens, so that any can plan
 * when it is elected; what was told to devices by the planner before it sees as connections that have just begun.
 * Thread-safe.
 */
public final class PlanRounds {
    private static final int COMMAND_JITTER_MILLIS = 500;
    private static final double STALE_INTERVALS = 2.5;

    /**
     * What times are measured by.
     *
     * @param interval between plans and between reports
     * @param reportLease how long a report and an order are good
     * @param presenceLease how long presence is good: it takes as long until all connections are known
     * @param arrive how long a device that was told to move is expected
     * @param calm how long the load must have been low before an instance is emptied
     */
    public record Times(
            Duration interval, Duration reportLease, Duration presenceLease, Duration arrive, Duration calm) {}

    /** A plan and what has to be sent for it, the commands spread over the interval. */
    public record Round(FleetPlan plan, List<Order> orders, List<DeviceCommand.Reconnect> commands) {}

    private final String self;
    private final KnownFleet fleet;
    private final FleetRules rules;
    private final CompactionPlanner planner;
    private final Times times;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final KnownDevices devices = new KnownDevices();
    private final ToldDevices told;
    private final RecentPeak peak;
    private final long startedMillis;
    private long plannedMillis;

    /** @param self name of this instance */
    public PlanRounds(
            String self, KnownFleet fleet, FleetRules rules, Times times, InstantSource clock, RandomGenerator random) {
        this.self = self;
        this.fleet = fleet;
        this.rules = rules;
        this.planner = new CompactionPlanner(rules);
        this.times = times;
        this.clock = clock;
        this.random = random;
        this.told = new ToldDevices(times.arrive(), rules.devicePeriod());
        this.peak = new RecentPeak(times.calm());
        this.startedMillis = clock.millis();
        this.plannedMillis = startedMillis;
    }

    /** What presence says. */
    public synchronized void present(PresenceRecord found) {
        devices.published(found);
    }

    /** Forgets what is over; to be called about once a second. */
    public synchronized void look() {
        devices.forgetOld(clock.millis());
        told.forgetOld(clock.millis());
    }

    /** Plans once. @param kafkaAnswers whether Kafka does, as far as is known */
    public synchronized Round plan(boolean kafkaAnswers) {
        long now = clock.millis();
        look();
        fleet.look();
        if (now - plannedMillis > STALE_INTERVALS * times.interval().toMillis()) {
            peak.forget(); // another one planned meanwhile
        }
        plannedMillis = now;
        FleetPlan plan = planner.plan(new FleetState(
                now,
                fleet.instances(),
                devices.devices(told, now),
                fleet.changedMillis(),
                kafkaAnswers && isUpToDate(now),
                told.inLastMinute(now),
                peak.at(now)));
        if (plan.reason() == FleetPlan.Reason.STALE) {
            peak.forget();
        } else {
            peak.saw(now, plan.filled());
        }
        List<DeviceCommand.Reconnect> commands = new ArrayList<>();
        for (FleetPlan.Move move : plan.moves()) {
            command(move).ifPresent(command -> {
                commands.add(command);
                told.tell(move.device(), new Told(move.from(), move.to(), devices.bytesPerSecond(move.device()), now));
            });
        }
        return new Round(plan, orders(plan, now), commands);
    }

    private Optional<DeviceCommand.Reconnect> command(FleetPlan.Move move) {
        Optional<String> to = move.to().isEmpty()
                ? Optional.of("")
                : fleet.address(move.to()).map(address -> address.of(move.device()));
        return to.map(
                address -> new DeviceCommand.Reconnect(move.device(), address, random.nextInt(COMMAND_JITTER_MILLIS)));
    }

    /** Renews the orders of the emptied, and ends those of others that have not noticed yet. */
    private List<Order> orders(FleetPlan plan, long now) {
        List<Order> orders = new ArrayList<>();
        for (Report report : fleet.reports()) {
            boolean emptied = plan.emptied().contains(report.instance());
            if (emptied || report.state() != State.SERVING || isOrdered(report)) {
                long until = emptied ? now + times.reportLease().toMillis() : now;
                orders.add(new Order(report.instance(), report.startedMillis(), self, until));
            }
        }
        return orders;
    }

    private boolean isOrdered(Report report) {
        return fleet.isOrdered(report.instance(), report.startedMillis());
    }

    private boolean isUpToDate(long now) {
        if (now - startedMillis < times.presenceLease().toMillis()) {
            return false;
        }
        Map<String, Integer> counts = devices.counts();
        return fleet.reports().stream()
                .allMatch(report -> isFresh(report, now)
                        && agrees(report.load().connections(), counts.getOrDefault(report.instance(), 0)));
    }

    private boolean isFresh(Report report, long now) {
        long age = now + times.reportLease().toMillis() - report.untilMillis();
        return age <= STALE_INTERVALS * times.interval().toMillis();
    }

    /** Presence and reports come on different ways: where they differ much, one of them is behind. */
    private boolean agrees(int reported, int known) {
        return Math.abs(reported - known) <= Math.max(rules.movesPerMinute(), reported / 10);
    }
}
