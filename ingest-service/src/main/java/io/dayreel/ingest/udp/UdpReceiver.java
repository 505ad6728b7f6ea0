package io.dayreel.ingest.udp;

import io.dayreel.datagrams.packet.DatagramException;
import io.dayreel.datagrams.packet.DatagramHeader;
import io.dayreel.datagrams.packet.DropReason;
import io.dayreel.datagrams.server.DatagramOutput;
import io.dayreel.datagrams.server.ReassemblyBudget;
import io.dayreel.datagrams.server.ServerSession;
import io.dayreel.datagrams.server.ServerSession.Reassembling;
import io.dayreel.datagrams.server.ServerSession.SessionName;
import io.dayreel.ingest.session.IngestParts;
import io.dayreel.runtime.log.LogEvents;
import java.net.SocketAddress;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * What happens to a packet, from its first byte to Kafka. The cheap questions come first, so that a packet that is not
 * from a device costs a look at a table, or one failed authentication at most. Not thread-safe: one thread receives and
 * ticks.
 */
public final class UdpReceiver {
    private static final LogEvents LOG = LogEvents.of(UdpReceiver.class);

    /**
     * What is the same for all packets.
     *
     * @param process drawn at random at this process's start; the numbers that packets name count up from it
     */
    public record Place(KnownSessions sessions, KeyEpochs epochs, long process, InstantSource clock) {}

    private final Place place;
    private final UdpMeters meters;
    private final ReassemblyBudget reassembly;
    private final UdpLimits limits;
    private final UdpDelivery delivery;
    private final PacketRate sessionRate;
    private final SourceRates unknownSources;
    private final ServerSession.Workbench bench = new ServerSession.Workbench();
    private final DatagramHeader header = new DatagramHeader();
    private final Set<KnownSession> active = new LinkedHashSet<>();
    private long opened;

    /** @param nanos time since some start, never negative */
    public UdpReceiver(
            Place place,
            UdpLimits limits,
            ReassemblyBudget reassembly,
            IngestParts parts,
            UdpMeters meters,
            LongSupplier nanos) {
        this.place = place;
        this.limits = limits;
        this.reassembly = reassembly;
        this.meters = meters;
        this.delivery = new UdpDelivery(parts, meters, limits.unconfirmedBytes(), nanos);
        this.sessionRate = new PacketRate(limits.packetsPerSecond());
        this.unknownSources = new SourceRates(new PacketRate(limits.packetsPerUnknownSource()), place.process());
    }

    /** Takes a packet; never throws for what is in it. @param datagram reused afterwards */
    public void receive(byte[] datagram, int length, SocketAddress source, long nowNanos) {
        meters.received(length);
        accept(datagram, length, source, nowNanos).ifPresent(meters::dropped);
    }

    private Optional<DropReason> accept(byte[] datagram, int length, SocketAddress source, long nowNanos) {
        try {
            header.wrap(datagram, length, false);
        } catch (DatagramException e) {
            return Optional.of(e.reason());
        }
        Optional<KnownSession> known = place.sessions().find(header.session());
        if (known.isEmpty()) {
            return Optional.of(DropReason.UNKNOWN_SESSION);
        }
        return accept(known.get(), source, nowNanos);
    }

    private Optional<DropReason> accept(KnownSession session, SocketAddress source, long nowNanos) {
        if (place.clock().millis() >= session.expiresMillis()) {
            return Optional.of(DropReason.EXPIRED);
        }
        if (header.epoch() != session.epoch()) {
            return Optional.of(DropReason.FORGED);
        }
        ServerSession server = session.server(() -> open(session));
        if (!server.mayBeNew(header.packet())) {
            return Optional.of(DropReason.REPLAYED);
        }
        boolean admitted = server.isReturnAddress(source)
                ? session.admits(sessionRate, nowNanos)
                : unknownSources.admits(source, nowNanos);
        if (!admitted) {
            return Optional.of(DropReason.RATE);
        }
        Optional<DropReason> dropped =
                server.receive(header, source, nowNanos, message -> delivery.deliver(session, message));
        active.add(session);
        return dropped;
    }

    /**
     * Each gets a number of its own, and with it a key: should a session become known a second time, because its record
     * is read after its end, packet numbers that begin anew do not meet the old key.
     */
    private ServerSession open(KnownSession session) {
        opened++;
        return new ServerSession(
                bench,
                place.epochs().keys(session.epoch(), session.number(), session.suite()),
                new SessionName(session.number(), session.epoch()),
                place.process() + opened,
                new Reassembling(limits.session(), reassembly),
                meters::dropped);
    }

    /** Sends what is due and gives up what is late. To be called every 20 ms or so. */
    public void tick(long nowNanos, DatagramOutput output) {
        DatagramOutput counted = (datagram, length, to) -> {
            meters.answered();
            output.send(datagram, length, to);
        };
        active.removeIf(session -> !attend(session, nowNanos, counted));
        delivery.tell(nowNanos, counted);
    }

    /** @return whether the session is to be looked at again, though nothing more comes */
    private boolean attend(KnownSession session, long nowNanos, DatagramOutput output) {
        ServerSession server = session.server(() -> open(session));
        try {
            server.expire(nowNanos);
            server.sendReceipt(output);
            if (place.clock().millis() >= session.expiresMillis()) {
                server.clear();
            }
            // A receipt that could not be sent now has no room until a further packet comes.
            return server.reassemblyBytes() > 0;
        } catch (RuntimeException e) {
            // The others must not wait for it.
            if (session.mayBeLogged(nowNanos)) {
                LOG.error("udp-session-failed", e, "device", session.device(), "session", session.key());
            }
            server.clear();
            return false;
        }
    }

    /** Sessions that a tick has to look at. */
    int busySessions() {
        return active.size();
    }

    /** Messages handed to Kafka and not yet confirmed. From any thread. */
    public long unconfirmed() {
        return delivery.open();
    }
}
