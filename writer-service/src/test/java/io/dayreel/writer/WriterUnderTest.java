package io.dayreel.writer;

import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.runtime.health.Condition;
import io.dayreel.runtime.health.Conditions;
import io.dayreel.runtime.health.Heartbeat;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.store.CountingObjectStore;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.StoreRequestCounts;
import io.dayreel.writer.archive.RetryPauses;
import io.dayreel.writer.consume.FramesWriter;
import io.dayreel.writer.consume.KafkaClients;
import io.dayreel.writer.consume.WriterHealth;
import io.dayreel.writer.consume.WriterSettings;
import io.dayreel.writer.figures.WriterFigures;
import io.dayreel.writer.spool.SpoolDirectory;
import io.dayreel.writer.spool.SpoolLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** A whole writer in this JVM, with short periods. */
public final class WriterUnderTest implements AutoCloseable {
    private final StoreRequestCounts requests = new StoreRequestCounts();
    private final WriterFigures figures = new WriterFigures();
    private final Conditions conditions = new Conditions(new SimpleMeterRegistry());
    private final FramesWriter writer;
    private boolean closed;

    /** What differs from test to test. */
    public record Options(
            String instance,
            long segmentMaxBytes,
            Duration segmentMaxAge,
            long spoolMaxBytes,
            long spoolMinFreeBytes,
            long handoverMinBytes,
            Duration tailWindow,
            Duration dayEndGrace,
            Duration coveragePeriod) {
        public static Options of(String instance) {
            return new Options(
                    instance,
                    1 << 20,
                    Duration.ofMinutes(15),
                    64 << 20,
                    0,
                    512 << 10,
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(200));
        }

        public Options segments(long maxBytes, Duration maxAge) {
            return new Options(
                    instance,
                    maxBytes,
                    maxAge,
                    spoolMaxBytes,
                    spoolMinFreeBytes,
                    handoverMinBytes,
                    tailWindow,
                    dayEndGrace,
                    coveragePeriod);
        }

        public Options spool(long maxBytes, long minFreeBytes) {
            return new Options(
                    instance,
                    segmentMaxBytes,
                    segmentMaxAge,
                    maxBytes,
                    minFreeBytes,
                    handoverMinBytes,
                    tailWindow,
                    dayEndGrace,
                    coveragePeriod);
        }

        public Options tail(Duration window) {
            return new Options(
                    instance,
                    segmentMaxBytes,
                    segmentMaxAge,
                    spoolMaxBytes,
                    spoolMinFreeBytes,
                    handoverMinBytes,
                    window,
                    dayEndGrace,
                    coveragePeriod);
        }

        public Options dayEndsAfter(Duration grace) {
            return new Options(
                    instance,
                    segmentMaxBytes,
                    segmentMaxAge,
                    spoolMaxBytes,
                    spoolMinFreeBytes,
                    handoverMinBytes,
                    tailWindow,
                    grace,
                    coveragePeriod);
        }

        public Options coverageEvery(Duration period) {
            return new Options(
                    instance,
                    segmentMaxBytes,
                    segmentMaxAge,
                    spoolMaxBytes,
                    spoolMinFreeBytes,
                    handoverMinBytes,
                    tailWindow,
                    dayEndGrace,
                    period);
        }
    }

    public static WriterUnderTest start(WriterRig rig, ObjectStore store, Path spool, Options options) {
        return start(
                new Surroundings(rig.broker().bootstrapServers(), rig.names(), InstantSource.system()),
                store,
                spool,
                options);
    }

    /** What it finds around it. @param bootstrapServers of a broker, which may not be there */
    public record Surroundings(String bootstrapServers, TopicNames names, InstantSource clock) {}

    public static WriterUnderTest start(Surroundings with, ObjectStore store, Path spool, Options options) {
        return new WriterUnderTest(with, store, spool, options);
    }

    private WriterUnderTest(Surroundings with, ObjectStore store, Path spool, Options options) {
        TopicNames names = with.names();
        String group = names.group("writer");
        WriterSettings settings = new WriterSettings(
                options.instance,
                group,
                new WriterSettings.Spool(options.spoolMaxBytes, options.spoolMinFreeBytes, options.segmentMaxBytes),
                new WriterSettings.Handover(options.handoverMinBytes, Duration.ofSeconds(3)),
                new WriterSettings.Pace(
                        options.coveragePeriod, Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofMillis(300)),
                options.tailWindow);
        SpoolLimits limits = new SpoolLimits(
                options.segmentMaxBytes, options.segmentMaxAge, options.dayEndGrace, 1L << 30, 1_000_000);
        KafkaClients clients = new KafkaClients(
                new KafkaConnection(with.bootstrapServers(), Map.of()),
                names,
                options.instance,
                group,
                Duration.ofSeconds(6),
                Duration.ofSeconds(5));
        RetryPauses pauses =
                new RetryPauses(Duration.ofMillis(50), Duration.ofMillis(500), RandomGenerator.getDefault());
        FramesWriter.Setup setup = new FramesWriter.Setup(
                settings,
                limits,
                new FramesWriter.Setup.Archiving(2, pauses),
                clients,
                new CountingObjectStore(store, requests),
                new FramesWriter.Setup.Observing(new WriterHealth(conditions), figures, with.clock()));
        this.writer = new FramesWriter(setup, open(spool));
        writer.start();
    }

    private static SpoolDirectory open(Path spool) {
        try {
            return SpoolDirectory.open(spool);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public StoreRequestCounts requests() {
        return requests;
    }

    public WriterFigures figures() {
        return figures;
    }

    /** What a condition of health complains about. */
    public Optional<String> problem(String condition) {
        return conditions.all().stream()
                .filter(each -> each.name().equals(condition))
                .findFirst()
                .flatMap(Condition::problem);
    }

    public Heartbeat heartbeat() {
        return writer.heartbeat();
    }

    public boolean isReady() {
        return conditions.all().stream().allMatch(Condition::isOk);
    }

    /** Stops it as SIGTERM does; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            writer.close();
        }
    }
}
