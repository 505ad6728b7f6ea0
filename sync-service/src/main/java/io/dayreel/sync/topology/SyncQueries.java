package io.dayreel.sync.topology;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.DayCompleteness;
import io.dayreel.contracts.completeness.DayRepairs;
import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.http.TryAgainException;
import io.dayreel.contracts.received.MissingDay;
import io.dayreel.contracts.received.ReceivedDay;
import io.dayreel.contracts.received.ReceivedDay.PartitionWatermark;
import io.dayreel.contracts.topics.DevicePartitioner;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.queries.OwnedQueries;
import io.dayreel.queries.StreamsRunner;
import io.dayreel.sync.completing.DayRules;
import io.dayreel.sync.devices.DayState;
import io.dayreel.sync.devices.DeviceState;
import io.dayreel.sync.received.StreamReceipts;
import io.dayreel.sync.received.Totals;
import io.dayreel.sync.repair.Ask;
import io.dayreel.sync.repair.Wish;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Questions about days, answered here or by the instance that holds them. Thread-safe. */
public final class SyncQueries {
    private final StreamsRunner streams;
    private final OwnedQueries queries;
    private final DayRules rules;
    private final InstantSource clock;
    private final int partitions;

    /** @param partitions number of partitions of the stream topics */
    public SyncQueries(
            StreamsRunner streams, OwnedQueries queries, DayRules rules, InstantSource clock, int partitions) {
        this.streams = streams;
        this.queries = queries;
        this.rules = rules;
        this.clock = clock;
        this.partitions = partitions;
    }

    /** What a peer answers about its part of the fleet. */
    public record Fleet(List<DayCompleteness> devices) {
        public Fleet {
            devices = List.copyOf(devices);
        }
    }

    /** What operators want of a device, and what it is asked for at the moment. */
    public record DeviceWishes(String device, boolean connected, List<Wish> waiting, Optional<Ask> asked) {
        public DeviceWishes {
            waiting = List.copyOf(waiting);
        }
    }

    /** Whether a day, unless something is known of it, is forgotten already. */
    public boolean isBeyondRetention(Day day) {
        return rules.isBeyondRetention(day, clock.millis());
    }

    /** As {@link #received}, for what operators want; empty for a device of which nothing is known. */
    public Optional<DeviceWishes> wishes(DeviceId device, boolean forwarded) {
        String path = "/v1/devices/" + device.device() + "/resends";
        return queries.ask(
                new OwnedQueries.Question<>(SyncTopology.DEVICES, device, path, DeviceWishes.class),
                forwarded,
                () -> Optional.ofNullable(this.<String, DeviceState>held(SyncTopology.DEVICES)
                                .get(device.toString()))
                        .map(state -> new DeviceWishes(
                                device.device(), state.link().isUp(clock.millis()), state.wishes(), state.ask())));
    }

    /** Why nothing is known of a day, for whoever asks. */
    public String whyUnknown(StreamId stream) {
        return isBeyondRetention(stream.day())
                ? stream.day() + " is beyond retention: days are remembered and repaired for " + rules.retention()
                        + ", and its frames are no longer asked for (dayreel.sync.days.retention)"
                : "nothing was received from '" + stream.device() + "' on " + stream.day();
    }

    /**
     * @param forwarded whether a peer asked
     * @return empty if nothing is known of the day
     * @throws TryAgainException if nobody who holds the device answers at the moment
     */
    public Optional<ReceivedDay> received(StreamId stream, boolean forwarded) {
        return queries.ask(question(stream, "received", ReceivedDay.class), forwarded, () -> receipts(stream)
                .map(receipts -> receipts.received(stream.day(), watermark(stream))));
    }

    /** As {@link #received}, for what is missing. */
    public Optional<MissingDay> missing(StreamId stream, boolean forwarded) {
        return queries.ask(question(stream, "missing", MissingDay.class), forwarded, () -> receipts(stream)
                .map(receipts -> receipts.missing(stream.day())));
    }

    /** As {@link #received}, for how complete the day is. */
    public Optional<CompletenessRecord> completeness(StreamId stream, boolean forwarded) {
        return queries.ask(question(stream, "completeness", CompletenessRecord.class), forwarded, () -> receipts(stream)
                .map(receipts -> completeness(stream, receipts)));
    }

    /** As {@link #received}, for what was done to complete the day; empty for a day of which nothing is known. */
    public Optional<DayRepairs> repairs(StreamId stream, boolean forwarded) {
        return queries.ask(question(stream, "repairs", DayRepairs.class), forwarded, () -> receipts(stream)
                .map(receipts -> Optional.ofNullable(this.<String, DayRepairs>held(SyncTopology.REPAIRS)
                                .get(stream.toString()))
                        .orElseGet(() -> new DayRepairs(stream.day(), List.of(), 0))));
    }

    /**
     * A day of all of a tenant's devices, by name, as last judged.
     *
     * @throws TryAgainException if an instance that holds a part does not answer
     */
    public List<DayCompleteness> fleet(String tenant, Day day, boolean forwarded) {
        if (forwarded) {
            return fleetHere(tenant, day);
        }
        List<DayCompleteness> all = new ArrayList<>();
        queries.askAll(
                        SyncTopology.DEVICES,
                        tenant,
                        "/v1/completeness?day=" + day,
                        Fleet.class,
                        () -> new Fleet(fleetHere(tenant, day)))
                .forEach(part -> all.addAll(part.devices()));
        all.sort(Comparator.comparing(DayCompleteness::device));
        return all;
    }

    private List<DayCompleteness> fleetHere(String tenant, Day day) {
        ReadOnlyKeyValueStore<String, DeviceState> devices =
                streams.owned(SyncTopology.DEVICES, QueryableStoreTypes.keyValueStore());
        List<DayCompleteness> found = new ArrayList<>();
        // '0' follows '/' in ASCII: the range holds the keys that begin with tenant/ (and ends before tenant0).
        try (KeyValueIterator<String, DeviceState> entries = devices.range(tenant + "/", tenant + "0")) {
            entries.forEachRemaining(entry -> entry.value.days().stream()
                    .filter(state -> state.day().equals(day))
                    .forEach(state -> found.add(line(entry.value, state))));
        }
        return found;
    }

    private DayCompleteness line(DeviceState device, DayState day) {
        Totals totals = day.totals();
        return new DayCompleteness(
                device.device().device(),
                day.state(),
                totals.expected(),
                totals.received(),
                totals.missing(),
                totals.lost(),
                device.link().isUp(clock.millis()),
                rules.deadlineMillis(day.day(), day.openedMillis()),
                day.changedMillis());
    }

    private CompletenessRecord completeness(StreamId stream, StreamReceipts receipts) {
        Optional<DayState> known = Optional.ofNullable(this.<String, DeviceState>held(SyncTopology.DEVICES)
                        .get(stream.deviceId().toString()))
                .flatMap(device -> device.days().stream()
                        .filter(state -> state.day().equals(stream.day()))
                        .findFirst());
        Totals totals = receipts.totals();
        return new CompletenessRecord(
                stream,
                known.map(DayState::state).orElse(CompletenessRecord.State.OPEN),
                totals.expected(),
                totals.received(),
                totals.missing(),
                totals.lost(),
                receipts.completeness(),
                known.map(state -> rules.deadlineMillis(stream.day(), state.openedMillis()))
                        .orElse(0L),
                known.map(DayState::revision).orElse(0L),
                known.map(DayState::changedMillis).orElse(0L));
    }

    private static <T> OwnedQueries.Question<T> question(StreamId stream, String what, Class<T> type) {
        String path = "/v1/devices/" + stream.device() + "/days/" + stream.day() + "/" + what;
        return new OwnedQueries.Question<>(SyncTopology.RECEIPTS, stream.deviceId(), path, type);
    }

    private <K, V> ReadOnlyKeyValueStore<K, V> held(String store) {
        return streams.held(store, QueryableStoreTypes.keyValueStore());
    }

    private Optional<StreamReceipts> receipts(StreamId stream) {
        return Optional.ofNullable(
                this.<String, StreamReceipts>held(SyncTopology.RECEIPTS).get(stream.toString()));
    }

    private Optional<PartitionWatermark> watermark(StreamId stream) {
        return Optional.ofNullable(this.<Integer, CoverageRecord.Watermark>held(SyncTopology.WATERMARKS)
                        .get(DevicePartitioner.partition(stream, partitions)))
                .map(mark -> new PartitionWatermark(
                        mark.partition(), mark.nextOffset(), Instant.ofEpochMilli(mark.timestampMillis())));
    }
}
