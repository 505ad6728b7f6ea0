package io.dayreel.sync.topology;

import io.dayreel.contracts.commands.DeviceCommand;
import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.coverage.CoverageRecord;
import io.dayreel.contracts.presence.PresenceRecord;
import io.dayreel.contracts.reports.DeviceReport;
import io.dayreel.contracts.wishes.RepairWish;
import io.dayreel.sync.completing.Intake;
import io.dayreel.sync.completing.Ledger;
import io.dayreel.sync.completing.Outlet;
import io.dayreel.sync.completing.Pulse;
import io.dayreel.sync.completing.SyncFigures;
import io.dayreel.sync.completing.SyncRules;
import io.dayreel.sync.repair.AskBudget;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** Keeps one partition: takes note of every record, and once a second does what follows from it. */
final class SyncKeeper extends ContextualProcessor<String, Object, String, Object> implements Outlet {
    private static final Duration PULSE = Duration.ofSeconds(1);

    private final SyncRules rules;
    private final AskBudget budget;
    private final SyncFigures figures;
    private KeyValueStore<Integer, CoverageRecord.Watermark> watermarks;
    private Intake intake;
    private Pulse pulse;
    private long watermarkMillis;

    SyncKeeper(SyncRules rules, AskBudget budget, SyncFigures figures) {
        this.rules = rules;
        this.budget = budget;
        this.figures = figures;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        super.init(context);
        long graceMillis = rules.repair().grace().toMillis();
        watermarks = context.getStateStore(SyncTopology.WATERMARKS);
        Ledger ledger = new Ledger(
                context.getStateStore(SyncTopology.RECEIPTS),
                context.getStateStore(SyncTopology.REPAIRS),
                context.getStateStore(SyncTopology.DEVICES),
                figures,
                graceMillis);
        intake = new Intake(ledger, graceMillis);
        pulse = new Pulse(rules, ledger, budget, this, figures);
        try (KeyValueIterator<Integer, CoverageRecord.Watermark> known = watermarks.all()) {
            known.forEachRemaining(entry -> watermarkMillis = Math.max(watermarkMillis, entry.value.timestampMillis()));
        }
        context.schedule(PULSE, PunctuationType.WALL_CLOCK_TIME, now -> pulse.beat(now, watermarkMillis));
    }

    @Override
    public void process(Record<String, Object> message) {
        long now = context().currentSystemTimeMs();
        if (message.value() instanceof CoverageRecord.Ranges ranges) {
            intake.covered(ranges, now);
        } else if (message.value() instanceof CoverageRecord.Watermark watermark) {
            keep(watermark);
        } else if (message.value() instanceof PresenceRecord presence) {
            intake.present(presence, now);
        } else if (message.value() instanceof DeviceReport report) {
            intake.answered(report, now);
        } else if (message.value() instanceof RepairWish wish) {
            intake.wished(wish, now);
        } else if (message.value() instanceof SealedDays.SealedDay sealed) {
            intake.sealed(sealed.stream(), now);
        }
    }

    private void keep(CoverageRecord.Watermark watermark) {
        CoverageRecord.Watermark known = watermarks.get(watermark.partition());
        if (known == null || known.nextOffset() <= watermark.nextOffset()) {
            watermarks.put(watermark.partition(), watermark);
            watermarkMillis = Math.max(watermarkMillis, watermark.timestampMillis());
        }
    }

    @Override
    public void command(DeviceCommand command) {
        forward(command.device().toString(), command, SyncTopology.COMMANDS);
    }

    @Override
    public void completeness(CompletenessRecord completeness) {
        forward(completeness.stream().toString(), completeness, SyncTopology.COMPLETENESS);
    }

    private void forward(String key, Object value, String sink) {
        context().forward(new Record<>(key, value, context().currentSystemTimeMs()), sink);
    }

    @Override
    public void close() {
        if (pulse != null) {
            pulse.close();
        }
    }
}
