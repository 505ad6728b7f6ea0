package io.dayreel.sync.topology;

import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.http.TryAgainException;
import io.dayreel.contracts.received.MissingDay;
import io.dayreel.contracts.received.ReceivedDay;
import io.dayreel.contracts.received.ReceivedDay.PartitionWatermark;
import io.dayreel.contracts.topics.DevicePartitioner;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.queries.OwnedQueries;
import io.dayreel.queries.StreamsRunner;
import io.dayreel.sync.received.StreamReceipts;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Questions about a day's receipts, answered here or by the instance that holds them. Thread-safe. */
public final class ReceiptsQueries {
    private final StreamsRunner streams;
    private final OwnedQueries queries;
    private final int partitions;

    /** @param partitions number of partitions of the stream topics */
    public ReceiptsQueries(StreamsRunner streams, OwnedQueries queries, int partitions) {
        this.streams = streams;
        this.queries = queries;
        this.partitions = partitions;
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

    private static <T> OwnedQueries.Question<T> question(StreamId stream, String what, Class<T> type) {
        String path = "/v1/devices/" + stream.device() + "/days/" + stream.day() + "/" + what;
        return new OwnedQueries.Question<>(ReceiptsTopology.RECEIPTS, stream.deviceId(), path, type);
    }

    private Optional<StreamReceipts> receipts(StreamId stream) {
        ReadOnlyKeyValueStore<String, StreamReceipts> store =
                streams.held(ReceiptsTopology.RECEIPTS, QueryableStoreTypes.keyValueStore());
        return Optional.ofNullable(store.get(stream.toString()));
    }

    private Optional<PartitionWatermark> watermark(StreamId stream) {
        ReadOnlyKeyValueStore<Integer, CoverageRecord.Watermark> store =
                streams.held(ReceiptsTopology.WATERMARKS, QueryableStoreTypes.keyValueStore());
        return Optional.ofNullable(store.get(DevicePartitioner.partition(stream, partitions)))
                .map(mark -> new PartitionWatermark(
                        mark.partition(), mark.nextOffset(), Instant.ofEpochMilli(mark.timestampMillis())));
    }
}
