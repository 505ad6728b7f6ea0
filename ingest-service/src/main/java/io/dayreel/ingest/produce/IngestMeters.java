package io.dayreel.ingest.produce;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Ingest's metrics, all registered at once so that nothing is looked up while frames pass. Thread-safe. */
public final class IngestMeters {
    private static final String OTHER = "other";

    private final Counter messages;
    private final Counter frames;
    private final Counter bytes;
    private final Counter failures;
    private final Counter conflicts;
    private final Counter takeovers;
    private final Timer produce;
    private final Map<String, Counter> refused;
    private final AtomicInteger connections = new AtomicInteger();

    public IngestMeters(MeterRegistry registry, InFlightBudget budget) {
        messages = counter(registry, "dayreel.ingest.messages", "Messages taken from devices");
        frames = counter(registry, "dayreel.ingest.frames", "Frames taken from devices");
        bytes = counter(registry, "dayreel.ingest.bytes", "Bytes of frames taken from devices");
        failures = counter(registry, "dayreel.ingest.produce.failures", "Messages that Kafka did not confirm in time");
        conflicts = counter(registry, "dayreel.ingest.conflicts", "Frames seen twice with different bytes");
        takeovers =
                counter(registry, "dayreel.ingest.takeovers", "Connections that a newer one of the same device ended");
        produce = Timer.builder("dayreel.ingest.produce")
                .description("Time until Kafka confirmed a message")
                .serviceLevelObjectives(
                        Duration.ofMillis(5), Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofSeconds(1))
                .register(registry);
        refused = Stream.of(
                        "magic",
                        "version",
                        "length",
                        "crc",
                        "day/run",
                        "day",
                        "token",
                        "size",
                        "hello",
                        "rate",
                        "gone-acknowledged",
                        "draining",
                        OTHER)
                .collect(Collectors.toUnmodifiableMap(
                        Function.identity(), reason -> Counter.builder("dayreel.ingest.refused")
                                .description("Messages and connections that were refused")
                                .tag("reason", reason)
                                .register(registry)));
        Gauge.builder("dayreel.ingest.connections", connections, AtomicInteger::get)
                .description("Devices connected over WebSocket")
                .register(registry);
        Gauge.builder("dayreel.ingest.inflight.bytes", budget, InFlightBudget::used)
                .description("Bytes handed to Kafka and not yet confirmed")
                .register(registry);
    }

    private static Counter counter(MeterRegistry registry, String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    public void accepted(int frameCount, long byteCount) {
        messages.increment();
        frames.increment(frameCount);
        bytes.increment(byteCount);
    }

    /** Bytes of frames taken since the start. */
    public double takenBytes() {
        return bytes.count();
    }

    /** @param reason a header field's name, or token, size, hello, rate, draining, gone-acknowledged */
    public void refused(String reason) {
        refused.getOrDefault(reason, refused.get(OTHER)).increment();
    }

    public void conflicts(int count) {
        conflicts.increment(count);
    }

    public void takenOver() {
        takeovers.increment();
    }

    void produced(long nanos, boolean confirmed) {
        produce.record(nanos, TimeUnit.NANOSECONDS);
        if (!confirmed) {
            failures.increment();
        }
    }

    public void connected() {
        connections.incrementAndGet();
    }

    public void disconnected() {
        connections.decrementAndGet();
    }
}
