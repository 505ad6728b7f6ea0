package io.dayreel.writer.wiring;

import io.dayreel.writer.consume.WriterSettings;
import io.dayreel.writer.spool.SpoolLimits;

/** Turns the configuration into what the writer takes. */
final class WriterSettingsOf {
    private WriterSettingsOf() {}

    static WriterSettings settings(WriterConfig config, String instance, String group) {
        return new WriterSettings(
                instance,
                group,
                new WriterSettings.Spool(
                        config.spoolMaxSize().asLongValue(),
                        config.spoolMinFree().asLongValue(),
                        config.segmentMaxSize().asLongValue()),
                new WriterSettings.Handover(config.handoverMinSize().asLongValue(), config.handoverLimit()),
                new WriterSettings.Pace(
                        config.coveragePeriod(), config.commitPeriod(), config.trimPeriod(), config.retryPause()),
                config.tailWindow());
    }

    static SpoolLimits limits(WriterConfig config) {
        return new SpoolLimits(
                config.segmentMaxSize().asLongValue(),
                config.segmentMaxAge(),
                config.dayEndGrace(),
                config.commitLagMaxSize().asLongValue(),
                config.commitLagMaxRecords());
    }
}
