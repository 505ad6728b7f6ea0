package io.dayreel.sync.topology;

import io.dayreel.contracts.completeness.DayRepairs;
import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.json.JsonSerde;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.reports.DeviceReport;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.queries.StreamsRunner;
import io.dayreel.sync.completing.SyncFigures;
import io.dayreel.sync.completing.SyncRules;
import io.dayreel.sync.devices.DeviceState;
import io.dayreel.sync.received.StreamReceiptsSerde;
import io.dayreel.sync.repair.AskBudget;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The whole topology of sync-service.
 *
 * <pre>
 *  coverage ───────┐             [receipts]    stream → what is durable, announced, lost
 *  presence ───────┤             [watermarks]  partition → how far that is known (I9)
 *  device-reports ─┤
 *  repair-wishes ──┼─▶ keep ───▶ [devices]     device → connection, days, what it was asked for
 *  segments ───────┘    │        [repairs]     stream → what was done about it
 *                       ├──▶ device-commands
 *                       └──▶ completeness
 * </pre>
 *
 * All topics are partitioned by device, so one processor of a task has all of a device and nothing is repartitioned.
 */
public final class SyncTopology {
    /** {@code tenant/device/day} → {@link io.dayreel.sync.received.StreamReceipts}. */
    public static final String RECEIPTS = "receipts";

    /** Partition number → {@link CoverageRecord.Watermark}. */
    public static final String WATERMARKS = "watermarks";

    /** {@code tenant/device} → {@link DeviceState}. */
    public static final String DEVICES = "devices";

    /** {@code tenant/device/day} → {@link DayRepairs}. */
    public static final String REPAIRS = "repairs";

    static final String COMMANDS = "commands";
    static final String COMPLETENESS = "completeness";

    private static final String KEEP = "keep";

    private SyncTopology() {}

    /** @param budget shared by all tasks of the instance, like {@code figures} */
    public static Topology build(TopicNames names, SyncRules rules, AskBudget budget, SyncFigures figures) {
        return build(names, () -> new SyncKeeper(rules, budget, figures), Stores::persistentKeyValueStore);
    }

    /** @param stores makes a store of a name */
    static Topology build(
            TopicNames names,
            ProcessorSupplier<String, Object, String, Object> keeper,
            Function<String, KeyValueBytesStoreSupplier> stores) {
        var text = Serdes.String().deserializer();
        StreamPartitioner<String, Object> byDevice = StreamsRunner.byDevice();
        Serializer<Object> json = JsonSerde.of(Object.class).serializer();
        return new Topology()
                .addSource("coverage", text, of(CoverageRecord.class), names.of(Topic.COVERAGE))
                .addSource("presence", text, of(PresenceRecord.class), names.of(Topic.PRESENCE))
                .addSource("device-reports", text, of(DeviceReport.class), names.of(Topic.DEVICE_REPORTS))
                .addSource("repair-wishes", text, of(RepairWish.class), names.of(Topic.REPAIR_WISHES))
                .addSource("segments", text, new SealedDays(), names.of(Topic.SEGMENTS))
                .addProcessor(KEEP, keeper, "coverage", "presence", "device-reports", "repair-wishes", "segments")
                .addStateStore(
                        store(stores, RECEIPTS, Serdes.String(), new StreamReceiptsSerde())
                                .withCachingEnabled(),
                        KEEP)
                .addStateStore(
                        store(stores, WATERMARKS, Serdes.Integer(), JsonSerde.of(CoverageRecord.Watermark.class)), KEEP)
                .addStateStore(store(stores, DEVICES, Serdes.String(), JsonSerde.of(DeviceState.class)), KEEP)
                .addStateStore(store(stores, REPAIRS, Serdes.String(), JsonSerde.of(DayRepairs.class)), KEEP)
                .addSink(
                        COMMANDS,
                        names.of(Topic.DEVICE_COMMANDS),
                        Serdes.String().serializer(),
                        json,
                        byDevice,
                        KEEP)
                .addSink(
                        COMPLETENESS,
                        names.of(Topic.COMPLETENESS),
                        Serdes.String().serializer(),
                        json,
                        byDevice,
                        KEEP);
    }

    private static <T> Deserializer<T> of(Class<T> type) {
        return JsonSerde.of(type).deserializer();
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> store(
            Function<String, KeyValueBytesStoreSupplier> stores, String name, Serde<K> keys, Serde<V> values) {
        return Stores.keyValueStoreBuilder(stores.apply(name), keys, values);
    }
}
