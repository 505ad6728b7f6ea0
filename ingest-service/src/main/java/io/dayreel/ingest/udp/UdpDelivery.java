package io.dayreel.ingest.udp;

import io.dayreel.datagrams.packet.DropReason;
import io.dayreel.datagrams.server.DatagramOutput;
import io.dayreel.ingest.check.CheckResult;
import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.ingest.check.GoneFrame;
import io.dayreel.ingest.check.MessageCheck;
import io.dayreel.ingest.check.Refusal;
import io.dayreel.ingest.kept.GoneDeclarations;
import io.dayreel.ingest.session.IngestParts;
import io.dayreel.ingest.session.RunRanges.RunId;
import io.dayreel.runtime.log.LogEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Hands whole messages to Kafka as the WebSocket does, and acknowledges what Kafka confirmed, never before (I1). There is
 * no socket here that could be left unread: what has no room is dropped, unacknowledged, and its device sends it over TCP
 * (I6). Used by the receiver's thread; confirmations come from Kafka's.
 */
final class UdpDelivery {
    private static final LogEvents LOG = LogEvents.of(UdpDelivery.class);

    private final IngestParts parts;
    private final UdpMeters meters;
    private final long unconfirmedBytes;
    private final LongSupplier nanos;
    private final MessageCheck check;
    private final GoneDeclarations gone;
    private final int level;
    private final AtomicLong open = new AtomicLong();
    private final Set<KnownSession> toTell = ConcurrentHashMap.newKeySet();

    /** @param unconfirmedBytes that one session may have on their way to Kafka */
    UdpDelivery(IngestParts parts, UdpMeters meters, long unconfirmedBytes, LongSupplier nanos) {
        this.parts = parts;
        this.meters = meters;
        this.unconfirmedBytes = unconfirmedBytes;
        this.nanos = nanos;
        this.check = MessageCheck.ofManyDevices(parts.clock());
        this.gone = new GoneDeclarations(parts.kept());
        this.level = parts.durableLevel().ordinal() + 1;
    }

    /** Takes a message. */
    void deliver(KnownSession session, byte[] message) {
        meters.message();
        if (!session.acks().tryTake(message.length, unconfirmedBytes)) {
            meters.dropped(DropReason.NO_BUDGET);
            return;
        }
        if (!parts.budget().tryTake(message.length)) {
            session.acks().release(message.length);
            meters.dropped(DropReason.NO_BUDGET);
            return;
        }
        CheckResult result = check(session, message);
        result.good().ifPresent(found -> takeGood(session, found));
        result.refusal().ifPresent(refusal -> refuse(session, refusal));
    }

    private CheckResult check(KnownSession session, byte[] message) {
        int good = 0;
        try {
            CheckResult result = check.check(message);
            good = result.good().map(found -> found.bytes().length).orElse(0);
            return result;
        } finally {
            giveBack(session, message.length - (long) good);
        }
    }

    private void giveBack(KnownSession session, long bytes) {
        if (bytes > 0) {
            session.acks().release(bytes);
            parts.budget().release(bytes);
        }
    }

    /** A frame that declares frames gone that were acknowledged is left out; its device hears of it over TCP. */
    private void takeGood(KnownSession session, CheckedMessage message) {
        if (message.gone().isEmpty()) {
            send(session, message);
            return;
        }
        gone.refused(session.device(), message).thenAccept(elsewhere -> {
            List<GoneFrame> refused = message.gone().stream()
                    .filter(frame -> elsewhere.contains(frame) || wasAcknowledgedHere(session, frame))
                    .toList();
            Optional<CheckedMessage> rest = message.without(refused);
            int kept = rest.map(left -> left.bytes().length).orElse(0);
            giveBack(session, message.bytes().length - (long) kept);
            refused.forEach(frame -> refuse(session, frame));
            rest.ifPresent(left -> send(session, left));
        });
    }

    private static boolean wasAcknowledgedHere(KnownSession session, GoneFrame frame) {
        return session.acks()
                .holdsAnyOf(
                        new RunId(frame.frames().day(), frame.frames().run()),
                        frame.frames().ranges());
    }

    private void send(KnownSession session, CheckedMessage message) {
        parts.meters().accepted(message.frames(), message.bytes().length);
        int bytes = message.bytes().length;
        open.incrementAndGet();
        parts.frames().send(session.device(), message, failure -> {
            session.acks().release(bytes);
            if (failure == null) {
                session.acks().confirmed(message, nanos.getAsLong());
                toTell.add(session);
            }
            open.decrementAndGet();
        });
    }

    private void refuse(KnownSession session, GoneFrame frame) {
        parts.meters().refused(GoneDeclarations.REFUSED);
        complain(session, "gone-refused", "gone", GoneDeclarations.detail(frame));
    }

    private void refuse(KnownSession session, Refusal refusal) {
        meters.dropped(DropReason.BAD_FRAME);
        parts.meters().refused(refusal.field());
        complain(session, "message-refused", refusal.field(), refusal.detail());
    }

    /** There is no connection that could be closed, so that what is wrong may be wrong in each message. */
    private void complain(KnownSession session, String event, String field, String detail) {
        if (session.mayBeLogged(nanos.getAsLong())) {
            LOG.warn(event, "device", session.device(), "session", session.key(), "field", field, "detail", detail);
        }
    }

    /** Sends the acknowledgements that are due. */
    void tell(long nowNanos, DatagramOutput output) {
        List<KnownSession> later = new ArrayList<>();
        try {
            for (KnownSession session : toTell) {
                toTell.remove(session);
                if (tell(session, nowNanos, output)) {
                    later.add(session);
                }
            }
        } finally {
            // Only after the round: a set that grows while it is walked has no end.
            toTell.addAll(later);
        }
    }

    private boolean tell(KnownSession session, long nowNanos, DatagramOutput output) {
        return session.server()
                .map(server -> session.acks()
                        .tell(
                                nowNanos,
                                (run, ranges) -> server.acknowledge(level, run.day(), run.run(), ranges, output)))
                .orElse(false);
    }

    /** Messages handed to Kafka and not yet confirmed. */
    long open() {
        return open.get();
    }
}
