package io.dayreel.sync.wiring;

import io.dayreel.contracts.completeness.RepairEvent;
import io.dayreel.sync.completing.SyncFigures;
import io.dayreel.sync.completing.SyncRules;
import io.dayreel.sync.repair.AskBudget;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Locale;

/** What all partitions of the instance share: rules, budget, figures. */
@Singleton
class SyncParts {
    private final SyncSettings settings;
    private final InstantSource clock;
    private final SyncRules rules;
    private final AskBudget budget;
    private final SyncFigures figures = new SyncFigures();

    SyncParts(SyncSettings settings, InstantSource clock, MeterRegistry meters) {
        this.settings = settings;
        this.clock = clock;
        this.rules = RulesOf.settings(settings);
        this.budget = new AskBudget(settings.repair().totalRate(), clock.millis());
        for (RepairEvent.Kind kind : RepairEvent.Kind.values()) {
            FunctionCounter.builder("dayreel.sync.repair.frames", figures, counts -> counts.frames(kind))
                    .description("Frames by what was done about them while they were missing")
                    .tag("step", kind.name().toLowerCase(Locale.ROOT))
                    .register(meters);
        }
        Gauge.builder("dayreel.sync.suspended.partitions", figures, SyncFigures::suspendedPartitions)
                .description("Partitions that are not judged, since their watermark stands still")
                .register(meters);
    }

    SyncSettings settings() {
        return settings;
    }

    InstantSource clock() {
        return clock;
    }

    SyncRules rules() {
        return rules;
    }

    AskBudget budget() {
        return budget;
    }

    SyncFigures figures() {
        return figures;
    }
}
