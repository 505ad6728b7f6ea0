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
import io.dayreel.indexer.catalogue.EndedRun;
import io.dayreel.indexer.catalogue.IndexedEvent;
import io.dayreel.queries.StreamsRunner;
import java.time.Duration;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
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
 *  segments ──▶ tell recordings ─┬▶ [ended]      run that ended and was not told of → since when
 *                                ├▶ [events]
 *                                └▶ events
 *  completeness ──▶ keep completeness ──▶ [sealing], [due]
 *  events   ──▶ keep events ────────▶ [events]
 *  presence ──▶ keep presence ──────▶ [presence]  device → where it is connected
 * </pre>
 *
 * All topics are partitioned by device, so nothing is repartitioned; store keys in
 * {@link io.dayreel.indexer.catalogue.StoreKeys}.
 */
public final class CatalogueTopology {
    private static final String TELL = "tell-recordings";

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

    /** Run → {@link EndedRun} whose event is not told yet. */
    public static final String ENDED = "ended";

    private CatalogueTopology() {}

    /** @param recordingPatience how long frames that are missing at a recording's end are waited for */
    public static Topology build(TopicNames names, Duration recordingPatience) {
        return build(names, recordingPatience, Stores::persistentKeyValueStore);
    }

    /** @param stores makes a store of a name */
    static Topology build(
            TopicNames names, Duration recordingPatience, Function<String, KeyValueBytesStoreSupplier> stores) {
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
                .addProcessor(TELL, () -> new RecordingTeller(recordingPatience), "segments")
                .addProcessor("keep-completeness", CompletenessKeeper::new, "completeness")
                .addProcessor("keep-events", EventKeeper::new, "events")
                .addProcessor("keep-presence", PresenceKeeper::new, "presence")
                .addStateStore(
                        store(stores, SEGMENTS, JsonSerde.of(SegmentRecord.Announced.class)), "keep-segments", TELL)
                .addStateStore(store(stores, DAYS, JsonSerde.of(DaySummary.class)), "keep-segments")
                .addStateStore(store(stores, DELETIONS, JsonSerde.of(SegmentRecord.Deleted.class)), "keep-segments")
                .addStateStore(
                        store(stores, EVENTS, JsonSerde.of(IndexedEvent.class)), "keep-segments", "keep-events", TELL)
                .addStateStore(
                        store(stores, SEALING, JsonSerde.of(DaySealing.class)),
                        "keep-segments",
                        "keep-completeness",
                        TELL)
                .addStateStore(store(stores, DUE, JsonSerde.of(Long.class)), "keep-segments", "keep-completeness")
                .addStateStore(store(stores, ENDED, JsonSerde.of(EndedRun.class)), TELL)
                .addStateStore(store(stores, PRESENCE, JsonSerde.of(PresenceRecord.class)), "keep-presence")
                .addSink(
                        "recordings",
                        names.of(Topic.EVENTS),
                        text.serializer(),
                        JsonSerde.of(EventRecord.class).serializer(),
                        StreamsRunner.byDevice(),
                        TELL);
    }

    private static <T> StoreBuilder<KeyValueStore<String, T>> store(
            Function<String, KeyValueBytesStoreSupplier> stores, String name, Serde<T> values) {
        return Stores.keyValueStoreBuilder(stores.apply(name), Serdes.String(), values);
    }
}
