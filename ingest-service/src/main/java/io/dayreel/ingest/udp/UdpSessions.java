package io.dayreel.ingest.udp;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.udp.UdpSessionAnswer;
import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.datagrams.keys.SessionKeys;
import io.dayreel.datagrams.packet.DatagramLayout;
import io.dayreel.ingest.produce.DurableFrames.RecordSink;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.log.LogEvents;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Opens sessions and withdraws those that are over. A session is answered after its record is in the topic, so that any
 * instance can open its packets. Thread-safe.
 */
public final class UdpSessions {
    private static final LogEvents LOG = LogEvents.of(UdpSessions.class);
    /** A device beyond this loses the session that expires first: it has been restarted that often. */
    private static final int MAX_PER_DEVICE = 16;

    private static final int WITHDRAWN_AT_A_TIME = 500;

    /** @param maxMessageBytes told to devices */
    public record Terms(Duration lifetime, int maxMessageBytes) {}

    private final Terms terms;
    private final KeyEpochs epochs;
    private final KnownSessions known;
    private final RecordSink topic;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public UdpSessions(Terms terms, KeyEpochs epochs, KnownSessions known, RecordSink topic, InstantSource clock) {
        this.terms = terms;
        this.epochs = epochs;
        this.known = known;
        this.topic = topic;
        this.clock = clock;
    }

    /**
     * Opens a session.
     *
     * @param host where the device is to send
     * @return done once every instance can know of it; fails when Kafka does not confirm
     */
    public CompletableFuture<UdpSessionAnswer> open(DeviceId device, CipherSuite suite, String host, int port) {
        Instant now = clock.instant();
        Instant expires = now.plus(terms.lifetime());
        KnownSession session =
                KnownSession.opened(random.nextLong(), device, suite, epochs.at(now), expires.toEpochMilli());
        List<KnownSession> others = known.of(device);
        others.stream().limit(Math.max(0, others.size() - MAX_PER_DEVICE + 1)).forEach(this::withdraw);
        return topic.send(Topic.UDP_SESSIONS, session.key(), session.published())
                .thenApply(done -> {
                    known.add(session);
                    LOG.info("udp-session-opened", "device", device, "session", session.key(), "expires", expires);
                    return answer(session, host, port);
                });
    }

    private UdpSessionAnswer answer(KnownSession session, String host, int port) {
        SessionKeys keys = epochs.keys(session.epoch(), session.number(), session.suite());
        return new UdpSessionAnswer(
                session.key(),
                session.epoch(),
                session.suite().wireName(),
                keys.deviceKey(),
                keys.serverSecret(),
                host,
                port,
                Instant.ofEpochMilli(session.expiresMillis()),
                DatagramLayout.MAX_DATAGRAM,
                terms.maxMessageBytes());
    }

    /** Publishes the end of sessions that have expired. To be called every minute or so. */
    public void withdrawExpired() {
        known.toWithdraw(clock.millis(), WITHDRAWN_AT_A_TIME).forEach(this::withdraw);
    }

    private void withdraw(KnownSession session) {
        known.remove(session);
        topic.send(Topic.UDP_SESSIONS, session.key(), null).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("udp-session-not-withdrawn", "session", session.key(), "reason", failure.getMessage());
            }
        });
    }
}
