package io.dayreel.sync.topology;

import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.DayRepairs;
import io.dayreel.contracts.completeness.RepairEvent;
import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.device.GoneFrames;
import io.dayreel.contracts.json.JsonSerde;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.reports.DeviceReport;
import io.dayreel.contracts.segments.RunEnd;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.sync.completing.DayRules;
import io.dayreel.sync.completing.SyncFigures;
import io.dayreel.sync.completing.SyncRules;
import io.dayreel.sync.devices.DeviceState;
import io.dayreel.sync.repair.AskBudget;
import io.dayreel.sync.repair.RepairOrder;
import io.dayreel.sync.repair.RepairPolicy;
import io.dayreel.sync.repair.RepairRules;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.Stores;

/** The topology with virtual time, a writer that reports every second, and whatever devices say. */
final class SyncBench implements AutoCloseable {
    static final Instant START = Instant.parse("2026-11-21T12:00:00Z");
    static final Day TODAY = Day.parse("2026-11-21");
    static final DeviceId CAM = new DeviceId("demo", "cam");

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, CoverageRecord> coverage;
    private final TestInputTopic<String, PresenceRecord> presence;
    private final TestInputTopic<String, DeviceReport> reports;
    private final TestInputTopic<String, RepairWish> wishes;
    private final TestInputTopic<String, String> segments;
    private final TestOutputTopic<String, DeviceCommand> commands;
    private final TestOutputTopic<String, CompletenessRecord> completeness;
    private final List<DeviceCommand.Resend> asked = new ArrayList<>();
    private final Map<StreamId, CompletenessRecord> latest = new HashMap<>();
    private final Map<DeviceId, PresenceRecord> connections = new HashMap<>();
    private boolean stalled;
    private long offset;
    private Instant now = START;

    /** What can be set; the rest is as by default. */
    record Rules(RepairPolicy policy, int deviceRate, int totalRate) {
        static final Rules DEFAULT = new Rules(RepairPolicy.followingViewers(), 500, 20_000);

        Rules(RepairOrder order, int deviceRate, int totalRate) {
            this(RepairPolicy.always(order), deviceRate, totalRate);
        }

        SyncRules all() {
            return new SyncRules(
                    new RepairRules(
                            policy,
                            Duration.ofSeconds(5),
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(20),
                            Duration.ofSeconds(15),
                            new RepairRules.Pauses(Duration.ofSeconds(10), Duration.ofMinutes(10)),
                            new RepairRules.Rates(deviceRate, totalRate)),
                    new DayRules(
                            Duration.ofMinutes(10),
                            Duration.ofMinutes(1),
                            Duration.ofHours(72),
                            Duration.ofDays(30),
                            Duration.ofSeconds(10)));
        }
    }

    SyncBench(Rules rules) {
        TopicNames names = new TopicNames("");
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "sync");
        properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        AskBudget budget = new AskBudget(rules.totalRate(), START.toEpochMilli());
        driver = new TopologyTestDriver(
                SyncTopology.build(
                        names,
                        () -> new SyncKeeper(rules.all(), budget, new SyncFigures()),
                        Stores::inMemoryKeyValueStore),
                properties,
                START);
        coverage = input(names.of(Topic.COVERAGE), CoverageRecord.class);
        presence = input(names.of(Topic.PRESENCE), PresenceRecord.class);
        reports = input(names.of(Topic.DEVICE_REPORTS), DeviceReport.class);
        wishes = input(names.of(Topic.REPAIR_WISHES), RepairWish.class);
        segments = driver.createInputTopic(
                names.of(Topic.SEGMENTS),
                Serdes.String().serializer(),
                Serdes.String().serializer());
        commands = output(names.of(Topic.DEVICE_COMMANDS), DeviceCommand.class);
        completeness = output(names.of(Topic.COMPLETENESS), CompletenessRecord.class);
    }

    /** What would be known of a device if this process died now. */
    DeviceState stored(DeviceId device) {
        return driver.<String, DeviceState>getKeyValueStore(SyncTopology.DEVICES)
                .get(device.toString());
    }

    private <T> TestInputTopic<String, T> input(String topic, Class<T> type) {
        return driver.createInputTopic(
                topic, Serdes.String().serializer(), JsonSerde.of(type).serializer());
    }

    private <T> TestOutputTopic<String, T> output(String topic, Class<T> type) {
        return driver.createOutputTopic(
                topic, Serdes.String().deserializer(), JsonSerde.of(type).deserializer());
    }

    static CounterRanges ranges(long... pairs) {
        CounterRanges ranges = new CounterRanges();
        for (int i = 0; i < pairs.length; i += 2) {
            ranges.add(pairs[i], pairs[i + 1]);
        }
        return ranges;
    }

    void covers(StreamId stream, int run, long first, long last) {
        covers(stream, run, ranges(first, last), Optional.empty());
    }

    void ends(StreamId stream, int run, long counter, boolean lastRunOfDay) {
        covers(stream, run, ranges(counter, counter), Optional.of(new RunEnd(counter, "input-end", lastRunOfDay)));
    }

    /** Runs are captured in the order of their numbers. */
    void covers(StreamId stream, int run, CounterRanges counters, Optional<RunEnd> end) {
        CoverageRecord.CoveredRun covered = new CoverageRecord.CoveredRun(
                run, counters, run * 2_000_000L, run * 2_000_000L + counters.last(), counters.size(), 1, end);
        coverage.pipeInput(stream.toString(), new CoverageRecord.Ranges(stream, List.of(covered), 0, 0, ++offset), now);
    }

    void declaresGone(StreamId stream, GoneFrames gone) {
        coverage.pipeInput(
                stream.toString(), new CoverageRecord.Ranges(stream, List.of(), 0, 0, ++offset, List.of(gone)), now);
    }

    /** Connects anew; the lease is renewed every second until {@link #disconnect}. */
    void connect(DeviceId device, PresenceRecord.DeviceRun... runs) {
        String session = "session-" + now.toEpochMilli();
        connections.put(
                device,
                new PresenceRecord(device, "i", session, true, now.toEpochMilli(), 0, "test", List.of(runs), 0));
        renew();
    }

    void disconnect(DeviceId device) {
        PresenceRecord last = connections.remove(device);
        presence.pipeInput(device.toString(), until(last, false, now.toEpochMilli()));
    }

    /** The instance dies: nobody says that the device is gone. */
    void fallSilent(DeviceId device) {
        connections.remove(device);
    }

    private void renew() {
        connections.forEach((device, link) ->
                presence.pipeInput(device.toString(), until(link, true, now.toEpochMilli() + 60_000)));
    }

    private static PresenceRecord until(PresenceRecord link, boolean connected, long lease) {
        return new PresenceRecord(
                link.device(),
                link.instance(),
                link.session(),
                connected,
                link.connectedAtMillis(),
                lease,
                link.agent(),
                link.runs(),
                link.bytesPerSecond());
    }

    /** Says once that somebody watches, as a streamer does every 20 s. */
    void isWatched(DeviceId device) {
        wishes(new RepairWish.Watched(device, "streamer", now.plusSeconds(60).toEpochMilli()));
    }

    void wishes(RepairWish wish) {
        wishes.pipeInput(wish.device().toString(), wish);
    }

    void answers(DeviceCommand.Resend request, CounterRanges held) {
        reports.pipeInput(
                request.device().toString(),
                new DeviceReport.Have(
                        request.device(), request.day(), request.run(), held, request.ranges(), request.request()));
    }

    void manifestOf(StreamId stream) {
        segments.pipeInput(
                stream + "/manifest-1.json",
                "{\"type\":\"sealed\",\"key\":\"x\",\"stream\":\"" + stream + "\",\"number\":1,\"segments\":[1]}");
    }

    void segmentRecord(String json) {
        segments.pipeInput("key", json);
    }

    /** The writer reports nothing from now on. */
    void stall(boolean stands) {
        stalled = stands;
    }

    /** Lets time pass, second by second; the writer's watermark follows two seconds behind. */
    void passes(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            now = now.plusSeconds(1);
            if (!stalled) {
                coverage.pipeInput(
                        CoverageRecord.watermarkKey(0),
                        new CoverageRecord.Watermark(0, ++offset, now.toEpochMilli() - 2_000),
                        now);
            }
            if (second % 20 == 0) {
                renew();
            }
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            drain();
        }
    }

    /** Skips time; only then does a second pass. */
    void jump(Duration time) {
        now = now.plus(time);
        driver.advanceWallClockTime(time);
        renew();
        passes(Duration.ofSeconds(1));
    }

    private void drain() {
        commands.readValuesToList().forEach(command -> asked.add((DeviceCommand.Resend) command));
        completeness.readKeyValuesToList().forEach(entry -> latest.put(StreamId.parse(entry.key), entry.value));
    }

    Instant now() {
        return now;
    }

    /** All requests since the last call. */
    List<DeviceCommand.Resend> asked() {
        drain();
        List<DeviceCommand.Resend> all = List.copyOf(asked);
        asked.clear();
        return all;
    }

    /** The newest record in {@code completeness}. */
    CompletenessRecord completeness(StreamId stream) {
        drain();
        return latest.get(stream);
    }

    List<RepairEvent> repairs(StreamId stream) {
        DayRepairs repairs = driver.<String, DayRepairs>getKeyValueStore(SyncTopology.REPAIRS)
                .get(stream.toString());
        return repairs == null ? List.of() : repairs.events();
    }

    boolean knows(DeviceId device) {
        return driver.getKeyValueStore(SyncTopology.DEVICES).get(device.toString()) != null;
    }

    boolean remembers(StreamId stream) {
        return driver.getKeyValueStore(SyncTopology.RECEIPTS).get(stream.toString()) != null;
    }

    @Override
    public void close() {
        driver.close();
    }

    static CounterRanges range(long first, long last) {
        return CounterRanges.of(new CounterRange(first, last));
    }
}
