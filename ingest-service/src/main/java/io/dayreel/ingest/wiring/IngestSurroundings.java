package io.dayreel.ingest.wiring;

import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.runtime.health.Conditions;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.runtime.kafka.TopicChecks;
import io.dayreel.runtime.peers.PeerClient;
import io.dayreel.runtime.wiring.ThisInstance;
import io.dayreel.runtime.wiring.UrlSettings;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The shared beans that ingest is built from. */
@Singleton
class IngestSurroundings {
    private final KafkaConnection kafka;
    private final TopicNames names;
    private final TopicChecks checks;
    private final InstantSource clock;
    private PeerClient peers;
    private UrlSettings urls;
    private ThisInstance instance;
    private MeterRegistry meters;
    private Conditions conditions;

    IngestSurroundings(KafkaConnection kafka, TopicNames names, TopicChecks checks, InstantSource clock) {
        this.kafka = kafka;
        this.names = names;
        this.checks = checks;
        this.clock = clock;
    }

    @Inject
    void peers(PeerClient sharedPeers, UrlSettings sharedUrls, ThisInstance thisInstance) {
        peers = sharedPeers;
        urls = sharedUrls;
        instance = thisInstance;
    }

    @Inject
    void operations(MeterRegistry sharedMeters, Conditions sharedConditions) {
        meters = sharedMeters;
        conditions = sharedConditions;
    }

    KafkaConnection kafka() {
        return kafka;
    }

    TopicNames names() {
        return names;
    }

    TopicChecks checks() {
        return checks;
    }

    InstantSource clock() {
        return clock;
    }

    PeerClient peers() {
        return peers;
    }

    UrlSettings urls() {
        return urls;
    }

    ThisInstance instance() {
        return instance;
    }

    MeterRegistry meters() {
        return meters;
    }

    Conditions conditions() {
        return conditions;
    }
}
