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

    private static final Duration NO_PLACE = Duration.ofMinutes(1);

    /**
     * @param maxMessageBytes told to devices
     * @param perMinute sessions that a device may open in a minute
     * @param most sessions of the installation, before no further ones are opened here
     */
    public record Terms(Duration lifetime, int maxMessageBytes, int perMinute, int most) {}

    /** There is no session for a device just now. Stackless: floods of requests are ordinary. */
    public static final class TooMany extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final Duration retryAfter;

        TooMany(String message, Duration retryAfter) {
            super(message, null, false, false);
            this.retryAfter = retryAfter;
        }

        /** After what time another request may succeed. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }

    private final Terms terms;
    private final OpeningRate rate;
    private final KeyEpochs epochs;
    private final KnownSessions known;
    private final RecordSink topic;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public UdpSessions(Terms terms, KeyEpochs epochs, KnownSessions known, RecordSink topic, InstantSource clock) {
        this.terms = terms;
        this.rate = new OpeningRate(terms.perMinute());
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
     * @throws TooMany if the device asks too often, or there are too many sessions already
     */
    public CompletableFuture<UdpSessionAnswer> open(DeviceId device, CipherSuite suite, String host, int port) {
        Instant now = clock.instant();
        admit(device, now);
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

    private void admit(DeviceId device, Instant now) {
        if (known.size() >= terms.most()) {
            throw new TooMany("this installation has " + terms.most() + " sessions already: use TCP", NO_PLACE);
        }
        Duration wait = rate.waitOf(device, now.toEpochMilli());
        if (!wait.isZero()) {
            throw new TooMany("a device may open " + terms.perMinute() + " sessions in a minute", wait);
        }
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
