package io.dayreel.indexer.topology;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.events.EventRecord;
import io.dayreel.contracts.json.JsonSerde;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.indexer.catalogue.DaySealing;
import io.dayreel.indexer.catalogue.DaySummary;
import io.dayreel.indexer.catalogue.IndexedEvent;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The whole topology of indexer-service.
 *
 * <pre>
 *  segments ──▶ keep segments ──┬─▶ [segments]  object key → announcement
 *                               ├─▶ [days]      stream → totals
 *                               ├─▶ [events]    stream, time → event
 *                               ├─▶ [deletions] object key → deletion whose object may still be there
 *                               ├─▶ [sealing]   stream → newest manifest and completeness
 *                               └─▶ [due]       stream that may have to be sealed → since when
 *  completeness ──▶ keep completeness ──▶ [sealing], [due]
 *  events   ──▶ keep events ────────▶ [events]
 *  presence ──▶ keep presence ──────▶ [presence]  device → where it is connected
 * </pre>
 *
 * All topics are partitioned by device, so nothing is repartitioned; store keys in
 * {@link io.dayreel.indexer.catalogue.StoreKeys}.
 */
public final class CatalogueTopology {
    /** Object key → {@link SegmentRecord.Announced}. */
    public static final String SEGMENTS = "segments";

    /** Stream → {@link DaySummary}. */
    public static final String DAYS = "days";

    /** Stream, time, run and counter → {@link IndexedEvent}. */
    public static final String EVENTS = "events";

    /** Object key → {@link SegmentRecord.Deleted} that was announced, until the object is known to be gone. */
    public static final String DELETIONS = "deletions";

    /** Stream → {@link DaySealing}. */
    public static final String SEALING = "sealing";

    /** Stream that may have to be sealed → since when, ms since 1970-01-01. */
    public static final String DUE = "sealing-due";

    /** Device → {@link PresenceRecord}. */
    public static final String PRESENCE = "presence";

    private CatalogueTopology() {}

    public static Topology build(TopicNames names) {
        var text = Serdes.String();
        return new Topology()
                .addSource(
                        "segments",
                        text.deserializer(),
                        JsonSerde.of(SegmentRecord.class).deserializer(),
                        names.of(Topic.SEGMENTS))
                .addSource(
                        "events",
                        text.deserializer(),
                        JsonSerde.of(EventRecord.class).deserializer(),
                        names.of(Topic.EVENTS))
                .addSource(
                        "presence",
                        text.deserializer(),
                        JsonSerde.of(PresenceRecord.class).deserializer(),
                        names.of(Topic.PRESENCE))
                .addSource(
                        "completeness",
                        text.deserializer(),
                        JsonSerde.of(CompletenessRecord.class).deserializer(),
                        names.of(Topic.COMPLETENESS))
                .addProcessor("keep-segments", SegmentKeeper::new, "segments")
                .addProcessor("keep-completeness", CompletenessKeeper::new, "completeness")
                .addProcessor("keep-events", EventKeeper::new, "events")
                .addProcessor("keep-presence", PresenceKeeper::new, "presence")
                .addStateStore(store(SEGMENTS, JsonSerde.of(SegmentRecord.Announced.class)), "keep-segments")
                .addStateStore(store(DAYS, JsonSerde.of(DaySummary.class)), "keep-segments")
                .addStateStore(store(DELETIONS, JsonSerde.of(SegmentRecord.Deleted.class)), "keep-segments")
                .addStateStore(store(EVENTS, JsonSerde.of(IndexedEvent.class)), "keep-segments", "keep-events")
                .addStateStore(store(SEALING, JsonSerde.of(DaySealing.class)), "keep-segments", "keep-completeness")
                .addStateStore(store(DUE, JsonSerde.of(Long.class)), "keep-segments", "keep-completeness")
                .addStateStore(store(PRESENCE, JsonSerde.of(PresenceRecord.class)), "keep-presence");
    }

    private static <T> StoreBuilder<KeyValueStore<String, T>> store(String name, Serde<T> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), values);
    }
}
