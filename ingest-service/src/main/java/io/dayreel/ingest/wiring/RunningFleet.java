package io.dayreel.ingest.wiring;

import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.fleet.InstanceRecord;
import io.dayreel.contracts.fleet.InstanceRecord.Load;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.ingest.compaction.FleetRules;
import io.dayreel.ingest.fleet.DeviceAddress;
import io.dayreel.ingest.fleet.FleetBeat;
import io.dayreel.ingest.fleet.FleetMeters;
import io.dayreel.ingest.fleet.KnownFleet;
import io.dayreel.ingest.fleet.OwnInstance;
import io.dayreel.ingest.fleet.OwnLoad;
import io.dayreel.ingest.fleet.PlanRounds;
import io.dayreel.ingest.fleet.PlannerElection;
import io.dayreel.ingest.produce.DurableFrames.RecordSink;
import io.dayreel.ingest.session.IngestParts;
import io.dayreel.runtime.health.Condition;
import io.dayreel.runtime.health.Heartbeats;
import io.dayreel.runtime.kafka.ControlTopicReader;
import io.dayreel.runtime.kafka.ControlTopicSource;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.runtime.wiring.ServiceSurroundings;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;

/** This instance in the fleet while it runs. Without compaction it only knows whether it takes devices. */
final class RunningFleet implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(RunningFleet.class);
    private static final Duration ARRIVAL = Duration.ofSeconds(30);
    private static final int LEASE_INTERVALS = 6;

    private final KnownFleet known;
    private final OwnInstance own;
    private final Condition accepts;
    private final Optional<Compacting> compacting;
    private final Heartbeats heartbeats;

    /** What runs only where compaction is enabled. */
    private record Compacting(
            PlanRounds rounds, ControlTopicReader<InstanceRecord> reader, PlannerElection election, FleetBeat beat) {}

    /** @param kafka whether Kafka answers */
    RunningFleet(
            IngestSettings settings, ServiceSurroundings with, IngestParts parts, RecordSink control, Condition kafka) {
        heartbeats = with.heartbeats();
        known = new KnownFleet(with.clock());
        own = new OwnInstance(identity(settings, with), known, with.clock(), new Random());
        accepts = with.conditions().add("ingest-accepts-devices");
        compacting = settings.compaction().enabled()
                ? Optional.of(compacting(settings, with, parts, control, kafka))
                : Optional.empty();
    }

    private static OwnInstance.Identity identity(IngestSettings settings, ServiceSurroundings with) {
        IngestSettings.Compaction compaction = settings.compaction();
        return new OwnInstance.Identity(
                with.instance().id(),
                with.clock().millis(),
                settings.publicAddress().map(DeviceAddress::of),
                compaction.zone().orElse(""),
                new Load(
                        compaction.maxConnections(),
                        compaction.maxBytesPerSecond().asLongValue()));
    }

    private Compacting compacting(
            IngestSettings settings, ServiceSurroundings with, IngestParts parts, RecordSink control, Condition kafka) {
        PlanRounds.Times times = times(settings);
        PlanRounds rounds = new PlanRounds(
                with.instance().id(), known, rules(settings.compaction()), times, with.clock(), new Random());
        PlannerElection election = new PlannerElection(
                with.kafka(), with.names().of(Topic.INSTANCES), with.names().group("ingest-planner"));
        OwnLoad load = new OwnLoad(() -> parts.devices().all().size(), parts.meters()::takenBytes, System::nanoTime);
        FleetBeat beat = new FleetBeat(
                new FleetBeat.Parts(own, known, rounds, load, election::isElected, new Publishing(control)),
                new FleetBeat.Signs(new FleetMeters(with.meters()), accepts, kafka),
                times,
                new Random());
        ControlTopicReader<InstanceRecord> reader = new ControlTopicReader<>(
                with.kafka(),
                "ingest-instances",
                ControlTopicSource.all(
                        with.names().of(Topic.INSTANCES),
                        InstanceRecord.class,
                        new ControlTopicSource.Start.Beginning()),
                (source, found) -> learn(found));
        return new Compacting(rounds, reader, election, beat);
    }

    private static PlanRounds.Times times(IngestSettings settings) {
        Duration interval = settings.compaction().interval();
        if (interval.toSeconds() < 1) {
            throw new IllegalArgumentException("dayreel.ingest.compaction.interval is at least a second");
        }
        return new PlanRounds.Times(
                interval,
                interval.multipliedBy(LEASE_INTERVALS),
                settings.lease(),
                settings.reconnectPatience().plus(ARRIVAL),
                settings.compaction().calm());
    }

    private static FleetRules rules(IngestSettings.Compaction settings) {
        return new FleetRules(
                new FleetRules.Marks(settings.lowMark(), settings.highMark(), settings.targetFilling()),
                settings.minInstances(),
                settings.movesPerMinute(),
                settings.devicePeriod(),
                settings.settle(),
                settings.order());
    }

    private void learn(InstanceRecord found) {
        if (found != null) {
            known.published(found);
        }
    }

    /** Begins to learn of the other instances. */
    void startReading() {
        compacting.ifPresent(running -> {
            heartbeats.watch(running.reader().heartbeat());
            running.reader().start();
        });
    }

    boolean caughtUp() {
        return compacting.map(running -> running.reader().caughtUp()).orElse(true);
    }

    /** Takes devices from now on. */
    void begin() {
        accepts.ok();
        compacting.ifPresent(running -> {
            heartbeats.watch(running.election().heartbeat());
            heartbeats.watch(running.beat().heartbeat());
            running.election().start();
            running.beat().start();
        });
    }

    /** Whether devices are taken, and where they go otherwise. */
    OwnInstance own() {
        return own;
    }

    void present(PresenceRecord found) {
        compacting.ifPresent(running -> running.rounds().present(found));
    }

    /** Takes no devices from now on, and says so. */
    void stopping() {
        if (own.isStopping()) {
            return;
        }
        own.stop();
        accepts.broken("stopping");
        compacting.ifPresent(running -> running.beat().stopping());
    }

    @Override
    public void close() {
        compacting.ifPresent(running -> {
            running.beat().close();
            running.election().close();
            running.reader().close();
        });
    }

    /** What does not get through is said again with the next report or plan. */
    private record Publishing(RecordSink control) implements FleetBeat.Outgoing {
        @Override
        public void publish(InstanceRecord what) {
            send(Topic.INSTANCES, what.key(), what);
        }

        @Override
        public void command(DeviceCommand what) {
            send(Topic.DEVICE_COMMANDS, what.device().toString(), what);
        }

        @Override
        public void forget(String key) {
            send(Topic.INSTANCES, key, null);
        }

        private void send(Topic topic, String key, Object value) {
            control.send(topic, key, value).whenComplete((done, failure) -> {
                if (failure != null) {
                    LOG.warn("not-published", "topic", topic, "key", key, "reason", failure.getMessage());
                }
            });
        }
    }
}
