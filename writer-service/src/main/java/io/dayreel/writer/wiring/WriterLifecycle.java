package io.dayreel.writer.wiring;

import io.dayreel.runtime.health.Conditions;
import io.dayreel.runtime.health.Heartbeats;
import io.dayreel.writer.archive.RetryPauses;
import io.dayreel.writer.consume.FramesWriter;
import io.dayreel.writer.consume.WriterHealth;
import io.dayreel.writer.spool.SpoolDirectory;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Starts the writer once the topics are checked, stops it at shutdown. */
@ApplicationScoped
class WriterLifecycle {
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);

    private final WriterConfig config;
    private final WriterKafka kafka;
    private final WriterStore store;
    private final WriterMetrics metrics;
    private final WriterHealth health;
    private final Heartbeats heartbeats;
    private final InstantSource clock;
    private Optional<FramesWriter> running = Optional.empty();

    WriterLifecycle(
            WriterConfig config,
            WriterKafka kafka,
            WriterStore store,
            WriterMetrics metrics,
            Health health,
            InstantSource clock) {
        this.config = config;
        this.kafka = kafka;
        this.store = store;
        this.metrics = metrics;
        this.health = new WriterHealth(health.conditions);
        this.heartbeats = health.heartbeats;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event) throws IOException {
        kafka.checkTopics();
        RetryPauses pauses = new RetryPauses(FIRST_RETRY, config.archiveRetryMax(), RandomGenerator.getDefault());
        FramesWriter.Setup setup = new FramesWriter.Setup(
                WriterSettingsOf.settings(config, kafka.instance(), kafka.group()),
                WriterSettingsOf.limits(config),
                new FramesWriter.Setup.Archiving(config.archiveThreads(), pauses),
                kafka.clients(),
                store.counted(),
                new FramesWriter.Setup.Observing(health, metrics.figures(), clock));
        FramesWriter writer = new FramesWriter(setup, SpoolDirectory.open(config.stateDirectory()));
        running = Optional.of(writer);
        heartbeats.watch(writer.heartbeat());
        writer.start();
    }

    /** By what the process is watched. */
    @Singleton
    static final class Health {
        private final Conditions conditions;
        private final Heartbeats heartbeats;

        Health(Conditions conditions, Heartbeats heartbeats) {
            this.conditions = conditions;
            this.heartbeats = heartbeats;
        }
    }

    void stop(@Observes ShutdownEvent event) {
        running.ifPresent(FramesWriter::close);
    }
}
