package io.dayreel.indexer.wiring;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.runtime.health.Condition;
import io.dayreel.runtime.health.Conditions;
import io.dayreel.runtime.kafka.TopicChecks;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;

/** Starts the topology once the topics are checked, then the jobs; closes all at shutdown. */
@ApplicationScoped
class IndexerLifecycle {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TopicChecks topics;
    private final IndexerStreams streams;
    private final IndexerJobs jobs;
    private final IndexerRetention retention;
    private final IndexerSealing sealing;
    private final Condition ready;

    IndexerLifecycle(
            TopicChecks topics,
            IndexerStreams streams,
            IndexerJobs jobs,
            IndexerRetention retention,
            IndexerSealing sealing,
            Conditions conditions) {
        this.topics = topics;
        this.streams = streams;
        this.jobs = jobs;
        this.retention = retention;
        this.sealing = sealing;
        this.ready = conditions.add("indexer-stores");
    }

    void start(@Observes StartupEvent event) {
        topics.check(List.of(Topic.SEGMENTS, Topic.EVENTS, Topic.PRESENCE, Topic.COMPLETENESS), PATIENCE);
        streams.runner().onStateChange((running, state) -> {
            if (running) {
                ready.ok();
            } else {
                ready.broken("the stores are not ready, Streams is " + state);
            }
        });
        streams.runner().start();
        retention.start();
        sealing.start();
    }

    void stop(@Observes ShutdownEvent event) {
        sealing.close();
        retention.close();
        jobs.close();
        streams.runner().close();
    }
}
