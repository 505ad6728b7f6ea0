package io.dayreel.indexer.topology;

import io.dayreel.contracts.events.EventRecord;
import io.dayreel.indexer.catalogue.IndexedEvent;
import io.dayreel.indexer.catalogue.StoreKeys;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps events the moment ingest saw them (B5); the announcement of their segment later marks them archived. */
final class EventKeeper extends ContextualProcessor<String, EventRecord, Void, Void> {
    private KeyValueStore<String, IndexedEvent> events;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        events = context.getStateStore(CatalogueTopology.EVENTS);
    }

    @Override
    public void process(Record<String, EventRecord> record) {
        EventRecord event = record.value();
        if (event != null) {
            events.putIfAbsent(
                    StoreKeys.event(event.stream(), event.timeMicros(), event.run(), event.counter()),
                    new IndexedEvent(
                            event.run(), event.counter(), event.timeMicros(), event.track(), event.body(), false));
        }
    }
}
