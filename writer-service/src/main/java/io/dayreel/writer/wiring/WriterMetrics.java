package io.dayreel.writer.wiring;

import io.dayreel.store.PutReason;
import io.dayreel.store.StoreOperation;
import io.dayreel.store.StoreRequests;
import io.dayreel.writer.figures.WriterFigures;
import io.dayreel.writer.spool.CloseReason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The writer's metrics, all registered at start, so that a missing one means a missing writer. */
@Singleton
class WriterMetrics implements StoreRequests {
    private static final String PREFIX = "dayreel.writer.";

    private final WriterFigures figures = new WriterFigures();
    private final Map<PutReason, Counter> puts = new HashMap<>();
    private final Map<PutReason, Counter> putBytes = new HashMap<>();
    private final Map<Outcome, Timer> putTimes = new EnumMap<>(Outcome.class);
    private final Map<StoreOperation, Counter> others = new EnumMap<>(StoreOperation.class);

    WriterMetrics(MeterRegistry registry) {
        for (WriterFigures.Count each : WriterFigures.Count.values()) {
            FunctionCounter.builder(PREFIX + each.metric(), figures, f -> f.get(each))
                    .description(each.description())
                    .register(registry);
        }
        for (WriterFigures.Gauge each : WriterFigures.Gauge.values()) {
            Gauge.builder(PREFIX + each.metric(), figures, f -> f.get(each))
                    .description(each.description())
                    .register(registry);
        }
        for (CloseReason each : CloseReason.values()) {
            puts.put(each.putReason(), putCounter(registry, each));
            putBytes.put(each.putReason(), byteCounter(registry, each));
        }
        for (Outcome each : Outcome.values()) {
            putTimes.put(
                    each,
                    Timer.builder(PREFIX + "store.put.duration")
                            .description("Time of PUT requests until their answer")
                            .tag("outcome", each.label())
                            .publishPercentileHistogram()
                            .register(registry));
        }
        for (StoreOperation each : StoreOperation.values()) {
            others.put(
                    each,
                    Counter.builder(PREFIX + "store.requests")
                            .description("Requests to the store by operation")
                            .tag("operation", each.label())
                            .register(registry));
        }
    }

    private static Counter putCounter(MeterRegistry registry, CloseReason reason) {
        return Counter.builder(PREFIX + "store.puts")
                .description("PUT requests by the reason why the segment was closed")
                .tag("reason", reason.label())
                .register(registry);
    }

    private static Counter byteCounter(MeterRegistry registry, CloseReason reason) {
        return Counter.builder(PREFIX + "store.put.bytes")
                .description("Bytes of PUT requests that succeeded")
                .tag("reason", reason.label())
                .register(registry);
    }

    WriterFigures figures() {
        return figures;
    }

    @Override
    public void answered(StoreOperation operation, Outcome outcome, long durationNanos) {
        others.get(operation).increment();
    }

    @Override
    public void put(StoreOperation operation, PutReason reason, long bytes, Outcome outcome, long durationNanos) {
        answered(operation, outcome, durationNanos);
        puts.get(reason).increment();
        putTimes.get(outcome).record(durationNanos, TimeUnit.NANOSECONDS);
        if (outcome == Outcome.DONE) {
            putBytes.get(reason).increment(bytes);
        }
    }
}
