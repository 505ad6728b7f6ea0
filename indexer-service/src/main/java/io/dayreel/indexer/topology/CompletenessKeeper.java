package io.dayreel.indexer.topology;

import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.indexer.catalogue.DaySealing;
import io.dayreel.indexer.catalogue.StoreKeys;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps how complete each day is, and notes which may be sealed. */
final class CompletenessKeeper extends ContextualProcessor<String, CompletenessRecord, Void, Void> {
    private KeyValueStore<String, DaySealing> sealing;
    private KeyValueStore<String, Long> due;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        sealing = context.getStateStore(CatalogueTopology.SEALING);
        due = context.getStateStore(CatalogueTopology.DUE);
    }

    @Override
    public void process(Record<String, CompletenessRecord> record) {
        CompletenessRecord newest = record.value();
        if (newest == null) {
            return;
        }
        String key = StoreKeys.day(newest.stream());
        DaySealing known = sealing.get(key);
        sealing.put(key, (known == null ? DaySealing.NOTHING : known).with(newest));
        if (newest.state() == CompletenessRecord.State.READY) {
            due.putIfAbsent(key, record.timestamp());
        } else if (newest.state() == CompletenessRecord.State.OPEN) {
            due.delete(key); // ready again once nothing more comes
        }
    }
}
