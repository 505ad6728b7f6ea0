package io.dayreel.ingest.udp;

import io.dayreel.contracts.udp.UdpSessionRecord;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.log.LogEvents;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All sessions of the installation, as the topic {@code udp-sessions} tells them. Grows with the sessions that devices
 * opened within a lifetime, some hundred bytes each. Thread-safe.
 */
public final class KnownSessions {
    private static final LogEvents LOG = LogEvents.of(KnownSessions.class);
    /** Who opened a session withdraws it; after this time anybody does. */
    private static final Duration ORPHANED = Duration.ofHours(1);

    private static final Duration WITHDRAWN = Duration.ofMinutes(1);

    private final Map<Long, KnownSession> sessions = new ConcurrentHashMap<>();

    /** Takes a record of the topic. @param found absent (null) for a session that is over */
    public void published(String key, UdpSessionRecord found) {
        try {
            if (found == null) {
                sessions.remove(KnownSession.number(key));
            } else {
                add(KnownSession.published(key, found));
            }
        } catch (IllegalArgumentException e) {
            LOG.warn("udp-session-unreadable", "key", key, "reason", e.getMessage());
        }
    }

    /** A session that is known already stays as it is: packet numbers live in it. */
    void add(KnownSession session) {
        sessions.putIfAbsent(session.number(), session);
    }

    Optional<KnownSession> find(long number) {
        return Optional.ofNullable(sessions.get(number));
    }

    /** The sessions of a device, those that expire first first. */
    List<KnownSession> of(DeviceId device) {
        return sessions.values().stream()
                .filter(session -> session.device().equals(device))
                .sorted(Comparator.comparingLong(KnownSession::expiresMillis))
                .toList();
    }

    /** At most so many sessions whose end this instance is to publish. */
    List<KnownSession> toWithdraw(long nowMillis, int most) {
        return sessions.values().stream()
                .filter(session -> nowMillis - session.expiresMillis()
                        > (session.isOpenedHere() ? WITHDRAWN : ORPHANED).toMillis())
                .limit(most)
                .toList();
    }

    void remove(KnownSession session) {
        sessions.remove(session.number());
    }

    public int size() {
        return sessions.size();
    }
}
