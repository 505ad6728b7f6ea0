package io.dayreel.indexer.topology;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.indexer.catalogue.DaySealing;
import io.dayreel.indexer.catalogue.DaySummary;
import io.dayreel.indexer.catalogue.IndexedEvent;
import io.dayreel.indexer.catalogue.Revision;
import io.dayreel.indexer.catalogue.StoreKeys;
import io.dayreel.protocol.segment.KeyFrameTable;
import io.dayreel.protocol.stream.StreamId;
import java.util.ArrayList;
import java.util.List;
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
    private KeyValueStore<String, SegmentRecord.Deleted> deletions;
    private KeyValueStore<String, DaySealing> sealing;
    private KeyValueStore<String, Long> due;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        segments = context.getStateStore(CatalogueTopology.SEGMENTS);
        days = context.getStateStore(CatalogueTopology.DAYS);
        events = context.getStateStore(CatalogueTopology.EVENTS);
        deletions = context.getStateStore(CatalogueTopology.DELETIONS);
        sealing = context.getStateStore(CatalogueTopology.SEALING);
        due = context.getStateStore(CatalogueTopology.DUE);
    }

    @Override
    public void process(Record<String, SegmentRecord> record) {
        if (record.value() instanceof SegmentRecord.Announced announced) {
            keep(announced, record.timestamp());
        } else if (record.value() instanceof SegmentRecord.Deleted deleted) {
            drop(deleted);
        } else if (record.value() instanceof SegmentRecord.Sealed sealed) {
            seal(sealed, record.timestamp());
        } else if (record.value() instanceof SegmentRecord.Duplicate duplicate) {
            dropDuplicate(duplicate);
        }
    }

    /** The day is done if the manifest was made of what is announced by now; else the sealing job looks again. */
    private void seal(SegmentRecord.Sealed announced, long timestamp) {
        String key = StoreKeys.day(announced.stream());
        DaySealing known = sealing.get(key);
        DaySealing now = (known == null ? DaySealing.NOTHING : known).with(announced);
        sealing.put(key, now);
        if (announced.revision().equals(Revision.of(segmentsOf(announced.stream())))) {
            due.delete(key);
        } else {
            due.putIfAbsent(key, timestamp);
        }
    }

    /** Records are in order: an announcement that came before this one is known here, and the object stays then. */
    private void dropDuplicate(SegmentRecord.Duplicate duplicate) {
        if (segments.get(StoreKeys.segment(duplicate.key())) == null) {
            deletions.put(
                    duplicate.key(),
                    new SegmentRecord.Deleted(
                            duplicate.key(), duplicate.stream(), "duplicate", duplicate.foundMillis()));
        }
    }

    private void keep(SegmentRecord.Announced announced, long timestamp) {
        KeyFrameTable.decode(announced.keyFrames()); // one that cannot be read must not spoil every answer of its day
        if (deletions.get(announced.key()) != null) {
            return; // a reindex saw the object just before its deletion
        }
        boolean added = segments.putIfAbsent(StoreKeys.segment(announced.key()), announced) == null;
        summarise(announced.stream());
        String day = StoreKeys.day(announced.stream());
        if (added && sealing.get(day) != null && sealing.get(day).sealed().isPresent()) {
            due.putIfAbsent(day, timestamp);
        }
        for (SegmentRecord.StoredEvent event : announced.events()) {
            events.put(
                    key(announced.stream(), event),
                    new IndexedEvent(
                            event.run(), event.counter(), event.timeMicros(), event.track(), event.body(), true));
        }
    }

    private void drop(SegmentRecord.Deleted deleted) {
        if (deleted.objectDeleted()) {
            deletions.delete(deleted.key());
        } else {
            deletions.put(deleted.key(), deleted);
        }
        SegmentRecord.Announced gone = segments.delete(StoreKeys.segment(deleted.key()));
        List<SegmentRecord.Announced> rest = summarise(deleted.stream());
        if (rest.isEmpty()) {
            dropEvents(deleted.stream());
            sealing.delete(StoreKeys.day(deleted.stream()));
            due.delete(StoreKeys.day(deleted.stream()));
        } else if (gone != null) {
            dropEvents(gone, rest);
        }
    }

    /**
     * Computes the day's totals anew: adding up would count a segment twice, or never, where a crash came between the
     * writes of two stores.
     */
    private List<SegmentRecord.Announced> summarise(StreamId stream) {
        List<SegmentRecord.Announced> all = segmentsOf(stream);
        DaySummary summary = DaySummary.none();
        for (SegmentRecord.Announced segment : all) {
            summary = summary.with(segment);
        }
        if (all.isEmpty()) {
            days.delete(StoreKeys.day(stream));
        } else {
            days.put(StoreKeys.day(stream), summary);
        }
        return all;
    }

    private List<SegmentRecord.Announced> segmentsOf(StreamId stream) {
        return segmentsOf(segments, stream);
    }

    /** A stream's announced segments, in order of their keys. */
    static List<SegmentRecord.Announced> segmentsOf(
            KeyValueStore<String, SegmentRecord.Announced> segments, StreamId stream) {
        List<SegmentRecord.Announced> all = new ArrayList<>();
        try (KeyValueIterator<String, SegmentRecord.Announced> each =
                segments.range(StoreKeys.from(stream), StoreKeys.to(stream))) {
            each.forEachRemaining(entry -> all.add(entry.value));
        }
        return all;
    }

    /** Events that only the deleted segment held. */
    private void dropEvents(SegmentRecord.Announced gone, List<SegmentRecord.Announced> rest) {
        for (SegmentRecord.StoredEvent event : gone.events()) {
            boolean heldElsewhere = rest.stream()
                    .flatMap(segment -> segment.runs().stream())
                    .anyMatch(run -> run.run() == event.run() && run.ranges().contains(event.counter()));
            if (!heldElsewhere) {
                events.delete(key(gone.stream(), event));
            }
        }
    }

    private void dropEvents(StreamId stream) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, IndexedEvent> all = events.range(StoreKeys.from(stream), StoreKeys.to(stream))) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(events::delete);
    }

    private static String key(StreamId stream, SegmentRecord.StoredEvent event) {
        return StoreKeys.event(stream, event.timeMicros(), event.run(), event.counter());
    }
}
