package io.dayreel.indexer.topology;

import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.catalogue.CatalogueStores;
import io.dayreel.indexer.catalogue.DaySealing;
import io.dayreel.indexer.catalogue.DaySummary;
import io.dayreel.indexer.catalogue.IndexedEvent;
import io.dayreel.indexer.catalogue.StoreKeys;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.queries.StreamsRunner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** The catalogue's stores as Kafka Streams keeps them in this instance. Thread-safe. */
public final class StreamsStores implements CatalogueStores {
    private final StreamsRunner streams;
    private final boolean withStandbys;

    private StreamsStores(StreamsRunner streams, boolean withStandbys) {
        this.streams = streams;
        this.withStandbys = withStandbys;
    }

    /** What this instance owns, for questions over many devices: each is answered by one instance only. */
    public static StreamsStores owned(StreamsRunner streams) {
        return new StreamsStores(streams, false);
    }

    /** What this instance holds, standbys included, for questions about one device that it is known to hold. */
    public static StreamsStores held(StreamsRunner streams) {
        return new StreamsStores(streams, true);
    }

    @Override
    public List<Map.Entry<StreamId, DaySummary>> days(String from, String to) {
        return scan(
                this.<DaySummary>store(CatalogueTopology.DAYS),
                from,
                to,
                (key, value) -> Map.entry(StreamId.parse(key), value));
    }

    @Override
    public Optional<DaySummary> day(StreamId stream) {
        return Optional.ofNullable(
                this.<DaySummary>store(CatalogueTopology.DAYS).get(StoreKeys.day(stream)));
    }

    @Override
    public Optional<DaySealing> sealing(StreamId stream) {
        return Optional.ofNullable(
                this.<DaySealing>store(CatalogueTopology.SEALING).get(StoreKeys.day(stream)));
    }

    @Override
    public List<StreamId> dueForSealing(int max) {
        List<StreamId> due = new ArrayList<>();
        try (KeyValueIterator<String, Long> all =
                this.<Long>store(CatalogueTopology.DUE).all()) {
            while (all.hasNext() && due.size() < max) {
                due.add(StreamId.parse(all.next().key));
            }
        }
        return due;
    }

    @Override
    public List<SegmentRecord.Announced> segments(StreamId stream) {
        return scan(
                this.<SegmentRecord.Announced>store(CatalogueTopology.SEGMENTS),
                StoreKeys.from(stream),
                StoreKeys.to(stream),
                (key, value) -> value);
    }

    @Override
    public List<IndexedEvent> events(StreamId stream, long fromMicros, long toMicros) {
        String to = toMicros == Long.MAX_VALUE ? StoreKeys.to(stream) : StoreKeys.eventsFrom(stream, toMicros + 1);
        return scan(
                this.<IndexedEvent>store(CatalogueTopology.EVENTS),
                StoreKeys.eventsFrom(stream, fromMicros),
                to,
                (key, value) -> value);
    }

    @Override
    public List<StreamId> streamsWithEvents(DeviceId device) {
        List<StreamId> streams = new ArrayList<>();
        String from = StoreKeys.from(device);
        ReadOnlyKeyValueStore<String, IndexedEvent> events = store(CatalogueTopology.EVENTS);
        while (true) {
            try (KeyValueIterator<String, IndexedEvent> next = events.range(from, StoreKeys.to(device))) {
                if (!next.hasNext()) {
                    return streams;
                }
                String key = next.next().key;
                StreamId stream = StreamId.parse(streamOf(key));
                streams.add(stream);
                from = StoreKeys.to(stream);
            }
        }
    }

    @Override
    public List<PresenceRecord> presence(String from, String to) {
        return scan(this.<PresenceRecord>store(CatalogueTopology.PRESENCE), from, to, (key, value) -> value);
    }

    @Override
    public Optional<PresenceRecord> presence(DeviceId device) {
        return Optional.ofNullable(
                this.<PresenceRecord>store(CatalogueTopology.PRESENCE).get(device.toString()));
    }

    @Override
    public List<SegmentRecord.Deleted> deletions(int max) {
        List<SegmentRecord.Deleted> found = new ArrayList<>();
        try (KeyValueIterator<String, SegmentRecord.Deleted> all =
                this.<SegmentRecord.Deleted>store(CatalogueTopology.DELETIONS).all()) {
            while (all.hasNext() && found.size() < max) {
                found.add(all.next().value);
            }
        }
        return found;
    }

    private static String streamOf(String eventKey) {
        int end = -1;
        for (int slashes = 0; slashes < 3; slashes++) {
            end = eventKey.indexOf('/', end + 1);
        }
        return eventKey.substring(0, end);
    }

    private <V> ReadOnlyKeyValueStore<String, V> store(String name) {
        return withStandbys
                ? streams.held(name, QueryableStoreTypes.keyValueStore())
                : streams.owned(name, QueryableStoreTypes.keyValueStore());
    }

    private static <V, R> List<R> scan(
            ReadOnlyKeyValueStore<String, V> store, String from, String to, BiFunction<String, V, R> each) {
        List<R> result = new ArrayList<>();
        try (KeyValueIterator<String, V> all = store.range(from, to)) {
            while (all.hasNext()) {
                var entry = all.next();
                result.add(each.apply(entry.key, entry.value));
            }
        }
        return result;
    }
}
