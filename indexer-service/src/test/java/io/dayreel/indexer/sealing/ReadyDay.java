package io.dayreel.indexer.sealing;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.CompletenessRecord.State;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.catalogue.CatalogueStores;
import io.dayreel.indexer.catalogue.DaySealing;
import io.dayreel.indexer.catalogue.DaySummary;
import io.dayreel.indexer.catalogue.IndexedEvent;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.store.ObjectStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** One instance's view of a day that may be sealed; remembers what it announces. */
final class ReadyDay implements SealingSurroundings, CatalogueStores {
    final List<SegmentRecord> announced = new CopyOnWriteArrayList<>();
    private final ObjectStore store;
    private final StreamId stream;
    private final List<SegmentRecord.Announced> segments;

    ReadyDay(ObjectStore store, StreamId stream, List<SegmentRecord.Announced> segments) {
        this.store = store;
        this.stream = stream;
        this.segments = segments;
    }

    @Override
    public Optional<DaySealing> sealing(StreamId asked) {
        return Optional.of(DaySealing.NOTHING.with(
                new CompletenessRecord(stream, State.READY, 0, 0, 0, 0, List.of(), 0, 0, clock().millis())));
    }

    @Override
    public List<SegmentRecord.Announced> segments(StreamId asked) {
        return segments;
    }

    @Override
    public List<StreamId> dueForSealing(int max) {
        return List.of(stream);
    }

    @Override
    public CompletableFuture<Void> send(SegmentRecord record) {
        announced.add(record);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CatalogueStores owned() {
        return this;
    }

    @Override
    public CommittedFrames committedFrames() {
        return new CommittedFrames("topic", Map.of());
    }

    @Override
    public ObjectStore store() {
        return store;
    }

    @Override
    public InstantSource clock() {
        return InstantSource.system();
    }

    @Override
    public String instance() {
        return "test";
    }

    @Override
    public List<Map.Entry<StreamId, DaySummary>> days(String from, String to) {
        return List.of();
    }

    @Override
    public List<SegmentRecord.Deleted> deletions(int max) {
        return List.of();
    }

    @Override
    public Optional<DaySummary> day(StreamId asked) {
        return Optional.empty();
    }

    @Override
    public List<IndexedEvent> events(StreamId asked, long fromMicros, long toMicros) {
        return List.of();
    }

    @Override
    public List<StreamId> streamsWithEvents(DeviceId device) {
        return List.of();
    }

    @Override
    public List<PresenceRecord> presence(String from, String to) {
        return List.of();
    }

    @Override
    public Optional<PresenceRecord> presence(DeviceId device) {
        return Optional.empty();
    }
}
