package io.dayreel.runtime.wiring;

import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.runtime.health.Conditions;
import io.dayreel.runtime.health.Heartbeats;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.runtime.kafka.TopicChecks;
import io.dayreel.runtime.peers.PeerClient;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.InstantSource;

/** The shared beans that a service of many parts is built from, so that it takes them together. */
@Singleton
public class ServiceSurroundings {
    private final KafkaConnection kafka;
    private final TopicNames names;
    private final TopicChecks checks;
    private final InstantSource clock;
    private PeerClient peers;
    private UrlSettings urls;
    private ThisInstance instance;
    private MeterRegistry meters;
    private Conditions conditions;
    private Heartbeats heartbeats;
    private AccessSettings access;

    ServiceSurroundings(KafkaConnection kafka, TopicNames names, TopicChecks checks, InstantSource clock) {
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
    void operations(MeterRegistry sharedMeters, Conditions sharedConditions, Heartbeats sharedHeartbeats) {
        meters = sharedMeters;
        conditions = sharedConditions;
        heartbeats = sharedHeartbeats;
    }

    @Inject
    void access(AccessSettings sharedAccess) {
        access = sharedAccess;
    }

    public KafkaConnection kafka() {
        return kafka;
    }

    public TopicNames names() {
        return names;
    }

    public TopicChecks checks() {
        return checks;
    }

    public InstantSource clock() {
        return clock;
    }

    public PeerClient peers() {
        return peers;
    }

    public UrlSettings urls() {
        return urls;
    }

    public ThisInstance instance() {
        return instance;
    }

    public MeterRegistry meters() {
        return meters;
    }

    public Conditions conditions() {
        return conditions;
    }

    public Heartbeats heartbeats() {
        return heartbeats;
    }

    /** The installation's shared secret. @throws IllegalStateException if its file is not named or cannot be read */
    public byte[] sharedSecret() {
        try {
            return SharedBeans.sharedSecret(access);
        } catch (IOException e) {
            throw new IllegalStateException("the shared secret cannot be read", e);
        }
    }
}
