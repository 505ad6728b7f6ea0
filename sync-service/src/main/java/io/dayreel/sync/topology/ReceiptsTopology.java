package io.dayreel.sync.topology;

import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.json.JsonSerde;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.sync.received.StreamReceiptsSerde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * The whole topology of sync-service.
 *
 * <pre>
 *  coverage ──▶ keep coverage ──┬──▶ [receipts]    stream → what is durable, what the device announced
 *  presence ──▶ keep presence ──┘    [watermarks]  partition → how far that is known (I9)
 * </pre>
 *
 * Both topics are partitioned by device, so both processors of a task share its stores and nothing is repartitioned.
 */
public final class ReceiptsTopology {
    /** {@code tenant/device/day} → {@link io.dayreel.sync.received.StreamReceipts}. */
    public static final String RECEIPTS = "receipts";

    /** Partition number → {@link CoverageRecord.Watermark}. */
    public static final String WATERMARKS = "watermarks";

    private ReceiptsTopology() {}

    public static Topology build(TopicNames names) {
        var text = Serdes.String();
        var coverage = JsonSerde.of(CoverageRecord.class);
        var presence = JsonSerde.of(PresenceRecord.class);
        return new Topology()
                .addSource("coverage", text.deserializer(), coverage.deserializer(), names.of(Topic.COVERAGE))
                .addSource("presence", text.deserializer(), presence.deserializer(), names.of(Topic.PRESENCE))
                .addProcessor("keep-coverage", CoverageKeeper::new, "coverage")
                .addProcessor("keep-presence", AnnouncementKeeper::new, "presence")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                        Stores.persistentKeyValueStore(RECEIPTS), text, new StreamReceiptsSerde())
                                .withCachingEnabled(),
                        "keep-coverage",
                        "keep-presence")
                .addStateStore(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(WATERMARKS),
                                Serdes.Integer(),
                                JsonSerde.of(CoverageRecord.Watermark.class)),
                        "keep-coverage");
    }
}
