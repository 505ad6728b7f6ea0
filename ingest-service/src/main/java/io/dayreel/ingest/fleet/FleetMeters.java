package io.dayreel.ingest.fleet;

import io.dayreel.contracts.fleet.InstanceRecord.Report;
import io.dayreel.contracts.fleet.InstanceRecord.State;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** Metrics of compaction. Thread-safe. */
public final class FleetMeters {
    private final Counter moves;
    private volatile boolean drained;
    private volatile boolean plans;
    private volatile double filling;
    private volatile int wanted;

    public FleetMeters(MeterRegistry registry) {
        moves = Counter.builder("dayreel.ingest.moves")
                .description("Devices that were told to connect elsewhere, where this instance plans")
                .register(registry);
        Gauge.builder("dayreel.ingest.drained", this, meters -> meters.drained ? 1 : 0)
                .description("1 where this instance has no devices, takes none, and may stop")
                .register(registry);
        Gauge.builder("dayreel.ingest.planner", this, meters -> meters.plans ? 1 : 0)
                .description("1 where this instance plans for all")
                .register(registry);
        Gauge.builder("dayreel.ingest.filling", this, meters -> meters.filling)
                .description("Load divided by capacity, of connections or bytes, whichever is more")
                .register(registry);
        Gauge.builder("dayreel.ingest.instances.wanted", this, meters -> meters.wanted)
                .description("Instances that there should be, with those not emptied yet; 0 where another one plans")
                .register(registry);
    }

    void reported(Report report) {
        drained = report.state() == State.DRAINED;
        filling = KnownFleet.filling(report);
    }

    /** @param instancesWanted 0 where another instance plans */
    void planned(boolean here, int instancesWanted) {
        plans = here;
        wanted = instancesWanted;
    }

    void moved() {
        moves.increment();
    }
}
