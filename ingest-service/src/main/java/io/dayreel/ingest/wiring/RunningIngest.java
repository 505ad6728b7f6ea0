package io.dayreel.ingest.wiring;

import io.dayreel.access.TokenRehearsal;
import io.dayreel.contracts.catalogue.DaySegments;
import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.received.ReceivedDay;
import io.dayreel.contracts.reports.DeviceReport;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.ingest.fleet.LeadingAway;
import io.dayreel.ingest.kept.KeptFrames;
import io.dayreel.ingest.presence.ConnectedDevices;
import io.dayreel.ingest.produce.DurableFrames;
import io.dayreel.ingest.produce.InFlightBudget;
import io.dayreel.ingest.produce.IngestMeters;
import io.dayreel.ingest.produce.KafkaFrameTopic;
import io.dayreel.ingest.session.DeviceSession;
import io.dayreel.ingest.session.IngestParts;
import io.dayreel.ingest.session.RunRanges.RunId;
import io.dayreel.ingest.session.SessionLimits;
import io.dayreel.ingest.websocket.IngestRoute;
import io.dayreel.protocol.frame.FrameLayout;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.health.Condition;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.runtime.kafka.ControlTopicReader;
import io.dayreel.runtime.kafka.ControlTopicSource;
import io.dayreel.runtime.kafka.ControlTopicWriter;
import io.dayreel.runtime.kafka.TopicFacts;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.runtime.wiring.ServiceSurroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Ingest while it runs: makes the parts, starts what reads and renews, and closes all in the right order. */
final class RunningIngest implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(RunningIngest.class);
    private static final List<Topic> TOPICS = List.of(
            Topic.FRAMES,
            Topic.SEGMENTS,
            Topic.EVENTS,
            Topic.PRESENCE,
            Topic.UDP_SESSIONS,
            Topic.DEVICE_COMMANDS,
            Topic.DEVICE_REPORTS);
    private static final List<Topic> COMPACTION_TOPICS = List.of(Topic.INSTANCES);
    private static final long DEFAULT_BUDGET = 64L << 20;
    private static final Duration REMAKE_PRODUCER_AFTER = Duration.ofSeconds(5);
    private static final Duration REHEARSAL = Duration.ofSeconds(2);
    private static final int REHEARSED_QUESTIONS = 20;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final IngestSettings settings;
    private final ServiceSurroundings with;
    private final ControlTopicWriter control;
    private final KafkaFrameTopic frames;
    private final IngestParts parts;
    private final IngestRoute route;
    private final ControlTopicReader<PresenceRecord> presence;
    private final ControlTopicReader<SegmentRecord> segments;
    private final ControlTopicReader<DeviceCommand> commands;
    private final IngestPulse pulse;
    private final Optional<RunningUdp> udp;
    private final Optional<RunningUploads> uploads;
    private final RunningFleet fleet;

    private RunningIngest(
            IngestSettings settings, ServiceSurroundings with, VertxAccess access, Map<Topic, TopicFacts> facts) {
        this.settings = settings;
        this.with = with;
        TopicFacts framesTopic = facts.get(Topic.FRAMES);
        InFlightBudget budget = new InFlightBudget(budgetBytes());
        IngestMeters meters = new IngestMeters(with.meters(), budget);
        control = new ControlTopicWriter(with.kafka(), with.names(), "ingest-control");
        frames = frameTopic(framesTopic, budget, meters);
        ConnectedDevices<DeviceSession> devices = new ConnectedDevices<>(
                with.instance().id(), settings.lease(), with.clock(), this::publish, settings.takeoversPerMinute());
        parts = new IngestParts(
                new DurableFrames(frames, control::send, with.clock()),
                budget,
                kept(),
                devices,
                this::report,
                framesTopic.levels(),
                limits(),
                with.clock(),
                meters);
        Condition kafkaAnswers = with.conditions().add("ingest-kafka");
        fleet = new RunningFleet(settings, with, parts, control::send, kafkaAnswers);
        route = new IngestRoute(access, parts, fleet.own());
        presence = reader("ingest-presence", Topic.PRESENCE, PresenceRecord.class, this::present);
        segments = reader("ingest-archived", Topic.SEGMENTS, SegmentRecord.class, this::segment);
        commands = reader("ingest-commands", Topic.DEVICE_COMMANDS, DeviceCommand.class, this::command);
        pulse = new IngestPulse(with.kafka(), kafkaAnswers, devices, settings.lease());
        udp = settings.udp().enabled()
                ? Optional.of(new RunningUdp(settings, with, parts, control::send, with.sharedSecret()))
                : Optional.empty();
        uploads = settings.upload().enabled()
                ? Optional.of(new RunningUploads(settings.upload(), with, parts, control::send, access))
                : Optional.empty();
    }

    /**
     * Checks the topics, connects to Kafka and begins.
     *
     * @throws io.dayreel.runtime.kafka.TopicCheckFailed if a topic is not as it must be
     */
    static RunningIngest start(IngestSettings settings, ServiceSurroundings with, VertxAccess access) {
        Map<Topic, TopicFacts> facts = with.checks().check(topics(settings), settings.startPatience());
        RunningIngest ingest = new RunningIngest(settings, with, access, facts);
        try {
            ingest.begin();
        } catch (RuntimeException e) {
            ingest.close();
            throw e;
        }
        LOG.info("ingest-started", "instance", with.instance().id(), "levels", ingest.parts.levels());
        return ingest;
    }

    private static List<Topic> topics(IngestSettings settings) {
        List<Topic> all = new ArrayList<>(TOPICS);
        if (settings.compaction().enabled()) {
            all.addAll(COMPACTION_TOPICS);
        }
        if (settings.upload().enabled()) {
            all.add(Topic.UPLOADS);
        }
        return all;
    }

    private void begin() {
        for (ControlTopicReader<?> reader : List.of(presence, segments, commands)) {
            with.heartbeats().watch(reader.heartbeat());
            reader.start();
        }
        udp.ifPresent(RunningUdp::startReading);
        uploads.ifPresent(running -> running.startReading(with));
        fleet.startReading();
        await("the topic frames", frames::isReady);
        await("the topic presence", presence::caughtUp);
        await("the topic segments", segments::caughtUp);
        await("the topic device-commands", commands::caughtUp);
        udp.ifPresent(sessions -> {
            await("the topic udp-sessions", sessions::caughtUp);
            sessions.listen();
        });
        uploads.ifPresent(running -> await("the topic uploads", running::caughtUp));
        await("the topic instances", fleet::caughtUp);
        rehearse();
        with.heartbeats().watch(pulse.heartbeat());
        pulse.start();
        fleet.begin();
    }

    /** What every device's arrival needs, once before many come at the same time: see {@link TokenRehearsal}. */
    private void rehearse() {
        long deadline = System.nanoTime() + REHEARSAL.toNanos();
        int tokens = TokenRehearsal.run(with.clock(), REHEARSAL);
        DeviceId nobody = new DeviceId("rehearsal", "rehearsal");
        Day today = Day.of(with.clock().instant());
        int questions = 0;
        boolean answered = true; // each question ends with its timeout; in standalone nobody listens yet
        while (answered && questions < REHEARSED_QUESTIONS && System.nanoTime() < deadline) {
            answered = parts.kept().isAnswered(nobody, today).join();
            questions++;
        }
        LOG.debug("arrivals-rehearsed", "tokens", tokens, "questions", questions);
    }

    private void await(String what, BooleanSupplier ready) {
        long deadline = System.nanoTime() + settings.startPatience().toNanos();
        while (!ready.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(what + " could not be reached at "
                        + with.kafka().bootstrapServers() + " within " + settings.startPatience());
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    IngestParts parts() {
        return parts;
    }

    IngestRoute route() {
        return route;
    }

    /** Absent where no frames are taken over UDP. */
    Optional<RunningUdp> udp() {
        return udp;
    }

    /** Absent where no videos are taken. */
    Optional<RunningUploads> uploads() {
        return uploads;
    }

    private long budgetBytes() {
        long eighth = Runtime.getRuntime().maxMemory() / 8;
        long chosen = settings.inFlightBytes()
                .map(size -> size.asLongValue())
                .orElseGet(() -> Math.min(DEFAULT_BUDGET, eighth));
        return Math.max(chosen, FrameLayout.MAX_MESSAGE_LENGTH);
    }

    private KafkaFrameTopic frameTopic(TopicFacts topic, InFlightBudget budget, IngestMeters meters) {
        return new KafkaFrameTopic(
                with.kafka().producer("dayreel-ingest-frames"),
                new KafkaFrameTopic.Settings(
                        topic.name(),
                        topic.partitions(),
                        budgetBytes(),
                        settings.linger(),
                        settings.deliveryTimeout(),
                        REMAKE_PRODUCER_AFTER),
                budget,
                with.clock(),
                meters);
    }

    private SessionLimits limits() {
        return new SessionLimits(
                settings.window(),
                settings.windowBytes().asLongValue(),
                settings.idleTimeout(),
                settings.helloTimeout(),
                settings.archiveRecheck(),
                settings.reconnectPatience());
    }

    private KeptFrames kept() {
        return new KeptFrames(
                (device, day) -> with.peers()
                        .get(
                                with.urls()
                                        .sync()
                                        .resolve("/v1/devices/" + device.device() + "/days/" + day + "/received"),
                                device.tenant(),
                                ReceivedDay.class,
                                settings.keptTimeout()),
                (device, day) -> with.peers()
                        .get(
                                with.urls()
                                        .indexer()
                                        .resolve("/v1/devices/" + device.device() + "/days/" + day + "/segments"),
                                device.tenant(),
                                DaySegments.class,
                                settings.keptTimeout()));
    }

    private <V> ControlTopicReader<V> reader(
            String name, Topic topic, Class<V> type, ControlTopicReader.Handler<V> handler) {
        return new ControlTopicReader<>(
                with.kafka(),
                name,
                ControlTopicSource.all(with.names().of(topic), type, new ControlTopicSource.Start.End()),
                handler);
    }

    private void publish(PresenceRecord found) {
        publish(Topic.PRESENCE, found.device(), found);
    }

    private void report(DeviceReport found) {
        publish(Topic.DEVICE_REPORTS, found.device(), found);
    }

    /** What does not get through is said again: presence with the next lease, an answer when the device is asked again. */
    private void publish(Topic topic, DeviceId device, Object value) {
        control.send(topic, device.toString(), value).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("not-published", "topic", topic, "device", device, "reason", failure.getMessage());
            }
        });
    }

    private void command(Object source, DeviceCommand command) {
        if (command != null) {
            parts.devices().of(command.device()).ifPresent(session -> session.command(command));
        }
    }

    private void present(Object source, PresenceRecord found) {
        if (found != null) {
            parts.devices().published(found);
            fleet.present(found);
        }
    }

    private void segment(Object source, SegmentRecord found) {
        if (found instanceof SegmentRecord.Announced announced) {
            parts.devices().of(announced.stream().deviceId()).ifPresent(session -> announced
                    .runs()
                    .forEach(run ->
                            session.announced(new RunId(announced.stream().day(), run.run()), run.ranges())));
        }
    }

    /**
     * Takes no more devices and leads its own away, as fast as others take them: each is acknowledged what was taken, told
     * where to connect, and closed with 1012. Waits at most its patience.
     */
    void drain() {
        long deadline = System.nanoTime() + settings.drainPatience().toNanos();
        fleet.stopping();
        leadAway();
        udp.ifPresent(running -> running.drain(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
        while (!parts.devices().all().isEmpty() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void leadAway() {
        Duration spread = settings.drainSpread().compareTo(settings.drainPatience()) < 0
                ? settings.drainSpread()
                : settings.drainPatience();
        new LeadingAway(this::lead, parts.devices()::isElsewhere)
                .all(parts.devices().all().stream().map(DeviceSession::device).toList(), spread);
    }

    private void lead(DeviceId device) {
        parts.devices().of(device).ifPresent(session -> session.lead(fleet.own().redirection(device), Duration.ZERO));
    }

    /** Drains, and then closes first who uses Kafka and then the clients. */
    @Override
    public void close() {
        drain();
        uploads.ifPresent(RunningUploads::close);
        udp.ifPresent(RunningUdp::close);
        fleet.close();
        pulse.close();
        presence.close();
        segments.close();
        commands.close();
        frames.close();
        control.close();
        LOG.info("ingest-stopped", "instance", with.instance().id());
    }
}
