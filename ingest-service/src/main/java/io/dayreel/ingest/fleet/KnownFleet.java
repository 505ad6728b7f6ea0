package io.dayreel.ingest.fleet;

import io.dayreel.contracts.fleet.InstanceRecord;
import io.dayreel.contracts.fleet.InstanceRecord.Order;
import io.dayreel.contracts.fleet.InstanceRecord.Report;
import io.dayreel.contracts.fleet.InstanceRecord.State;
import io.dayreel.ingest.compaction.FleetInstance;
import io.dayreel.ingest.compaction.FleetInstance.Phase;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.log.LogEvents;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The instances of the installation as the topic {@code instances} tells. A report or an order whose time is over counts
 * no more. Holds one report and one order per instance. Thread-safe.
 */
public final class KnownFleet {
    private static final LogEvents LOG = LogEvents.of(KnownFleet.class);

    /** One process of an instance. */
    private record Incarnation(String instance, long startedMillis) {}

    private final InstantSource clock;
    private final Map<String, Report> reports = new HashMap<>();
    private final Map<String, Order> orders = new HashMap<>();
    private final Set<String> forgotten = new HashSet<>();
    private Set<Incarnation> there = Set.of();
    private long changedMillis;

    public KnownFleet(InstantSource clock) {
        this.clock = clock;
        this.changedMillis = clock.millis();
    }

    /** What the topic says. */
    public synchronized void published(InstanceRecord found) {
        if (found instanceof Report report) {
            reports.put(report.instance(), report);
        } else if (found instanceof Order order) {
            orders.put(order.instance(), order);
        }
        look();
    }

    /** Forgets what is over, and notes whether an instance came or went; to be called about once a second. */
    public synchronized void look() {
        long now = clock.millis();
        forgetOld(reports, now);
        forgetOld(orders, now);
        Set<Incarnation> found = new HashSet<>();
        for (Report report : reports.values()) {
            if (report.state() != State.STOPPING) {
                found.add(new Incarnation(report.instance(), report.startedMillis()));
            }
        }
        if (!found.equals(there)) {
            LOG.info("fleet-changed", "instances", found.size(), "before", there.size());
            there = Set.copyOf(found);
            changedMillis = now;
        }
    }

    private void forgetOld(Map<String, ? extends InstanceRecord> records, long now) {
        records.values().removeIf(found -> {
            boolean over = found.untilMillis() <= now;
            if (over) {
                forgotten.add(found.key());
            }
            return over;
        });
    }

    /** Keys of what is over since this was asked last: the planner removes them from the topic. */
    synchronized Set<String> takeForgotten() {
        Set<String> taken = Set.copyOf(forgotten);
        forgotten.clear();
        return taken;
    }

    /** When an instance came or went last. */
    synchronized long changedMillis() {
        return changedMillis;
    }

    /** Reports of the instances that are there and do not stop. */
    synchronized List<Report> reports() {
        List<Report> all = new ArrayList<>();
        for (Report report : reports.values()) {
            if (report.state() != State.STOPPING) {
                all.add(report);
            }
        }
        all.sort(Comparator.comparing(Report::instance));
        return all;
    }

    /** Whether this process of an instance is to take no more devices. */
    synchronized boolean isOrdered(String instance, long startedMillis) {
        Order order = orders.get(instance);
        return order != null && order.startedMillis() == startedMillis && order.untilMillis() > clock.millis();
    }

    /** As the planner sees the instances. Orders count from when they are given, whatever the instance has said since. */
    List<FleetInstance> instances() {
        return reports().stream()
                .map(report -> new FleetInstance(
                        report.instance(),
                        report.zone(),
                        report.address().isPresent(),
                        report.capacity(),
                        report.load(),
                        phase(report)))
                .toList();
    }

    private Phase phase(Report report) {
        if (!isOrdered(report.instance(), report.startedMillis())) {
            return Phase.SERVING;
        }
        return report.state() == State.DRAINED ? Phase.DRAINED : Phase.DRAINING;
    }

    /** Where devices reach an instance and no other. */
    synchronized Optional<DeviceAddress> address(String instance) {
        return Optional.ofNullable(reports.get(instance))
                .flatMap(Report::address)
                .map(DeviceAddress::of);
    }

    /** The address of the least filled other instance that takes devices, for one that cannot stay. */
    Optional<String> refuge(DeviceId device, String notHere) {
        return reports().stream()
                .filter(report -> report.state() == State.SERVING
                        && !report.instance().equals(notHere)
                        && report.address().isPresent()
                        && !isOrdered(report.instance(), report.startedMillis()))
                .min(Comparator.comparingDouble(KnownFleet::filling).thenComparing(Report::instance))
                .flatMap(Report::address)
                .map(address -> DeviceAddress.of(address).of(device));
    }

    static double filling(Report report) {
        return Math.max(
                (double) report.load().connections() / report.capacity().connections(),
                (double) report.load().bytesPerSecond() / report.capacity().bytesPerSecond());
    }
}
