package io.dayreel.streamer.wiring;

import io.dayreel.access.SharedSecretTokens;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.runtime.health.Conditions;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.runtime.kafka.TopicChecks;
import io.dayreel.runtime.peers.PeerClient;
import io.dayreel.runtime.wiring.ThisInstance;
import io.dayreel.runtime.wiring.UrlSettings;
import io.dayreel.store.ObjectStore;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The shared beans that the streamer is built from. */
@Singleton
class StreamerSurroundings {
    final KafkaConnection kafka;
    final TopicNames names;
    final TopicChecks checks;
    final InstantSource clock;
    private PeerClient peers;
    private SharedSecretTokens tokens;
    private UrlSettings urls;
    private ThisInstance instance;
    private MeterRegistry meters;
    private Conditions conditions;
    private ObjectStore store;
    private VertxAccess access;

    StreamerSurroundings(KafkaConnection kafka, TopicNames names, TopicChecks checks, InstantSource clock) {
        this.kafka = kafka;
        this.names = names;
        this.checks = checks;
        this.clock = clock;
    }

    @Inject
    void peers(
            PeerClient sharedPeers,
            SharedSecretTokens sharedTokens,
            UrlSettings sharedUrls,
            ThisInstance thisInstance) {
        peers = sharedPeers;
        tokens = sharedTokens;
        urls = sharedUrls;
        instance = thisInstance;
    }

    @Inject
    void operations(
            MeterRegistry sharedMeters,
            Conditions sharedConditions,
            ObjectStore sharedStore,
            VertxAccess sharedAccess) {
        meters = sharedMeters;
        conditions = sharedConditions;
        store = sharedStore;
        access = sharedAccess;
    }

    PeerClient peers() {
        return peers;
    }

    SharedSecretTokens tokens() {
        return tokens;
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

    ObjectStore store() {
        return store;
    }

    VertxAccess access() {
        return access;
    }
}
