package io.dayreel.ingest.fleet;

import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.fleet.InstanceRecord;
import io.dayreel.contracts.fleet.InstanceRecord.Load;
import io.dayreel.contracts.fleet.InstanceRecord.Order;
import io.dayreel.contracts.fleet.InstanceRecord.Report;
import io.dayreel.contracts.fleet.InstanceRecord.State;
import io.dayreel.ingest.fleet.PlanRounds.Round;
import io.dayreel.runtime.health.Condition;
import io.dayreel.runtime.health.Heartbeat;
import io.dayreel.runtime.log.LogEvents;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What an instance does in the fleet every second: it looks what it is told, reports itself at each interval and at once
 * when its state changes, and plans if it is elected. Commands to devices are spread over the interval. Owns its thread.
 */
public final class FleetBeat implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(FleetBeat.class);

    private static final Duration STOPPING_LEASE = Duration.ofMinutes(1);

    /** Takes what is to be published, without blocking. */
    public interface Outgoing {
        void publish(InstanceRecord what);

        void command(DeviceCommand what);

        /** Removes a record of the topic instances. */
        void forget(String key);
    }

    /** What the beat is about. @param load of this instance; asked every second */
    public record Parts(
            OwnInstance own,
            KnownFleet fleet,
            PlanRounds rounds,
            Supplier<Load> load,
            BooleanSupplier elected,
            Outgoing outgoing) {}

    /** Where it shows. @param accepts broken while no devices are taken; @param kafka whether it answers */
    public record Signs(FleetMeters meters, Condition accepts, Condition kafka) {}

    private final Parts parts;
    private final Signs signs;
    private final PlanRounds.Times times;
    private final RandomGenerator random;
    private final Heartbeat heartbeat = new Heartbeat("ingest-fleet", Heartbeat.USUAL_LIMIT);
    private final ScheduledExecutorService thread;
    private long second = -1;
    private volatile Load load = new Load(0, 0);
    private State lastState = State.SERVING;

    public FleetBeat(Parts parts, Signs signs, PlanRounds.Times times, RandomGenerator random) {
        this.parts = parts;
        this.signs = signs;
        this.times = times;
        this.random = random;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread daemon = new Thread(task, "dayreel-ingest-fleet");
            daemon.setDaemon(true);
            return daemon;
        });
    }

    public void start() {
        thread.scheduleAtFixedRate(this::beat, 0, 1, TimeUnit.SECONDS);
        heartbeat.begins();
    }

    /** By what its thread is watched. */
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    private void beat() {
        heartbeat.beat();
        try {
            second++;
            parts.fleet().look();
            parts.rounds().look();
            boolean due = second % Math.max(1, times.interval().toSeconds()) == 0;
            report(due);
            if (due) {
                plan();
            }
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again.
            LOG.error("fleet-beat-failed", e);
        }
    }

    private void report(boolean due) {
        Load now = parts.load().get();
        State state = parts.own().state(now.connections());
        load = now;
        if (due || state != lastState) {
            tell(state);
        }
    }

    private void tell(State state) {
        Report report = parts.own().report(load, times.reportLease());
        if (state != lastState) {
            LOG.info("instance-state", "state", state, "connections", load.connections());
        }
        lastState = state;
        signs.meters().reported(report);
        if (state == State.SERVING) {
            signs.accepts().ok();
        } else {
            signs.accepts().broken("this instance is emptied so that it can stop: devices connect elsewhere");
        }
        parts.outgoing().publish(report);
    }

    private void plan() {
        Set<String> over = parts.fleet().takeForgotten();
        if (!parts.elected().getAsBoolean()) {
            signs.meters().planned(false, 0);
            return;
        }
        Round round = parts.rounds().plan(signs.kafka().isOk());
        signs.meters().planned(true, round.plan().instances());
        over.forEach(parts.outgoing()::forget);
        for (Order order : round.orders()) {
            parts.outgoing().publish(order);
        }
        List<DeviceCommand.Reconnect> commands = round.commands();
        LOG.debug(
                "fleet-planned",
                "reason",
                round.plan().reason(),
                "instances",
                round.plan().instances(),
                "emptied",
                round.plan().emptied(),
                "moves",
                commands.size());
        for (int i = 0; i < commands.size(); i++) {
            send(commands.get(i), (i + random.nextDouble()) / commands.size());
        }
    }

    /** @param when in the interval, 0 to 1 */
    private void send(DeviceCommand.Reconnect command, double when) {
        try {
            thread.schedule(
                    () -> {
                        signs.meters().moved();
                        parts.outgoing().command(command);
                    },
                    (long) (when * times.interval().toMillis()),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("fleet-beat-closed", "device", command.device());
        }
    }

    /** Says that this instance stops, which it knows already, and nothing more. From any thread. */
    public void stopping() {
        close();
        parts.outgoing().publish(parts.own().report(load, STOPPING_LEASE));
    }

    @Override
    public void close() {
        heartbeat.ends();
        thread.shutdownNow();
    }
}
