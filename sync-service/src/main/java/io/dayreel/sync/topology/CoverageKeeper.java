package io.dayreel.sync.topology;

import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.sync.received.StreamReceipts;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Adds what the writer reports to the receipts. Idempotent: reports repeat after a writer's restart. */
final class CoverageKeeper extends ContextualProcessor<String, CoverageRecord, Void, Void> {
    private KeyValueStore<String, StreamReceipts> receipts;
    private KeyValueStore<Integer, CoverageRecord.Watermark> watermarks;

    @Override
    public void init(ProcessorContext<Void, Void> context) {
        super.init(context);
        receipts = context.getStateStore(ReceiptsTopology.RECEIPTS);
        watermarks = context.getStateStore(ReceiptsTopology.WATERMARKS);
    }

    @Override
    public void process(Record<String, CoverageRecord> report) {
        if (report.value() instanceof CoverageRecord.Ranges ranges) {
            String stream = ranges.stream().toString();
            StreamReceipts known = receipts.get(stream);
            receipts.put(stream, (known == null ? StreamReceipts.none() : known).with(ranges.runs()));
        } else if (report.value() instanceof CoverageRecord.Watermark watermark) {
            CoverageRecord.Watermark known = watermarks.get(watermark.partition());
            if (known == null || known.nextOffset() < watermark.nextOffset()) {
                watermarks.put(watermark.partition(), watermark);
            }
        }
    }
}
