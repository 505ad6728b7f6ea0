package io.dayreel.sync.wiring;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.runtime.health.Condition;
import io.dayreel.runtime.health.Conditions;
import io.dayreel.runtime.health.Heartbeats;
import io.dayreel.runtime.kafka.TopicChecks;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;

/** Starts the topology once the topics are checked, closes it at shutdown. */
@ApplicationScoped
class SyncLifecycle {
    private static final List<Topic> TOPICS = List.of(
            Topic.COVERAGE,
            Topic.PRESENCE,
            Topic.DEVICE_REPORTS,
            Topic.REPAIR_WISHES,
            Topic.SEGMENTS,
            Topic.DEVICE_COMMANDS,
            Topic.COMPLETENESS);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TopicChecks topics;
    private final SyncStreams streams;
    private final Heartbeats heartbeats;
    private final Condition ready;

    SyncLifecycle(TopicChecks topics, SyncStreams streams, Conditions conditions, Heartbeats heartbeats) {
        this.topics = topics;
        this.streams = streams;
        this.heartbeats = heartbeats;
        this.ready = conditions.add("sync-stores");
    }

    void start(@Observes StartupEvent event) {
        topics.check(TOPICS, PATIENCE);
        streams.runner().onStateChange((running, state) -> {
            if (running) {
                ready.ok();
            } else {
                ready.broken("the stores are not ready, Streams is " + state);
            }
        });
        heartbeats.watch("sync-streams", streams.runner()::failure);
        streams.runner().start();
    }

    void stop(@Observes ShutdownEvent event) {
        streams.runner().close();
    }
}
