package io.dayreel.indexer.topology;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.catalogue.DaySummary;
import io.dayreel.indexer.catalogue.IndexedEvent;
import io.dayreel.indexer.catalogue.StoreKeys;
import io.dayreel.protocol.stream.StreamId;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps announced segments and drops deleted ones. Idempotent by object key: a reindex announces again what is known.
 */
final class SegmentKeeper extends ContextualProcessor<String, SegmentRecord, Void, Void> {
    private KeyValueStore<String, SegmentRecord.Announced> segments;
    private KeyValueStore<String, DaySummary> days;
    private KeyValueStore<String, IndexedEvent> events;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        segments = context.getStateStore(CatalogueTopology.SEGMENTS);
        days = context.getStateStore(CatalogueTopology.DAYS);
        events = context.getStateStore(CatalogueTopology.EVENTS);
    }

    @Override
    public void process(Record<String, SegmentRecord> record) {
        if (record.value() instanceof SegmentRecord.Announced announced) {
            keep(announced);
        } else if (record.value() instanceof SegmentRecord.Deleted deleted) {
            drop(deleted);
        }
    }

    private void keep(SegmentRecord.Announced announced) {
        if (segments.putIfAbsent(StoreKeys.segment(announced.key()), announced) != null) {
            return;
        }
        String day = StoreKeys.day(announced.stream());
        DaySummary known = days.get(day);
        days.put(day, (known == null ? DaySummary.none() : known).with(announced));
        for (SegmentRecord.StoredEvent event : announced.events()) {
            events.put(
                    StoreKeys.event(announced.stream(), event.timeMicros(), event.run(), event.counter()),
                    new IndexedEvent(
                            event.run(), event.counter(), event.timeMicros(), event.track(), event.body(), true));
        }
    }

    private void drop(SegmentRecord.Deleted deleted) {
        if (segments.delete(StoreKeys.segment(deleted.key())) == null) {
            return;
        }
        DaySummary rest = summarise(deleted.stream());
        if (rest.segments() > 0) {
            days.put(StoreKeys.day(deleted.stream()), rest);
            return;
        }
        days.delete(StoreKeys.day(deleted.stream()));
        dropEvents(deleted.stream());
    }

    private DaySummary summarise(StreamId stream) {
        DaySummary summary = DaySummary.none();
        try (KeyValueIterator<String, SegmentRecord.Announced> rest =
                segments.range(StoreKeys.from(stream), StoreKeys.to(stream))) {
            while (rest.hasNext()) {
                summary = summary.with(rest.next().value);
            }
        }
        return summary;
    }

    private void dropEvents(StreamId stream) {
        try (KeyValueIterator<String, IndexedEvent> all = events.range(StoreKeys.from(stream), StoreKeys.to(stream))) {
            while (all.hasNext()) {
                events.delete(all.next().key);
            }
        }
    }
}
