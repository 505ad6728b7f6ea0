package io.dayreel.indexer.topology;

import io.dayreel.contracts.presence.PresenceRecord;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps where each device is connected: the record of its newest connection wins. */
final class PresenceKeeper extends ContextualProcessor<String, PresenceRecord, Void, Void> {
    private KeyValueStore<String, PresenceRecord> presence;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        presence = context.getStateStore(CatalogueTopology.PRESENCE);
    }

    @Override
    public void process(Record<String, PresenceRecord> record) {
        PresenceRecord known = presence.get(record.key());
        if (record.value() == null) {
            presence.delete(record.key());
        } else if (known == null || known.connectedAtMillis() <= record.value().connectedAtMillis()) {
            presence.put(record.key(), record.value());
        }
    }
}
