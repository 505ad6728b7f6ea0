package io.dayreel.sync.topology;

import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.sync.received.StreamReceipts;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps how many frames a device said it has captured, so that those it never sent count as missing too. */
final class AnnouncementKeeper extends ContextualProcessor<String, PresenceRecord, Void, Void> {
    private KeyValueStore<String, StreamReceipts> receipts;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        receipts = context.getStateStore(ReceiptsTopology.RECEIPTS);
    }

    @Override
    public void process(Record<String, PresenceRecord> presence) {
        if (presence.value() == null) {
            return;
        }
        for (PresenceRecord.DeviceRun run : presence.value().runs()) {
            if (run.next() > 0) {
                keep(presence.value().device().on(run.day()), run);
            }
        }
    }

    private void keep(StreamId stream, PresenceRecord.DeviceRun run) {
        StreamReceipts known = receipts.get(stream.toString());
        StreamReceipts before = known == null ? StreamReceipts.none() : known;
        StreamReceipts after = before.announcedNext(run.run(), run.next());
        if (!after.equals(before)) {
            receipts.put(stream.toString(), after);
        }
    }
}
