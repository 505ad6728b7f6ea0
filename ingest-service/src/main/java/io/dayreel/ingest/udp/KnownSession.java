package io.dayreel.ingest.udp;

import io.dayreel.contracts.udp.UdpSessionRecord;
import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.datagrams.server.ServerSession;
import io.dayreel.protocol.stream.DeviceId;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A session that some instance opened, and what this one has of it. It stays the same object until the session has
 * expired: with it live the replay window and the packet numbers of this process. What is mutable belongs to the
 * receiver's thread, but the acknowledgements and the time of the next log line.
 */
final class KnownSession {
    private static final long LOG_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final long number;
    private final DeviceId device;
    private final CipherSuite suite;
    private final int epoch;
    private final long expiresMillis;
    private final boolean openedHere;
    private final SessionAcks acks = new SessionAcks();
    private final AtomicLong nextLogNanos = new AtomicLong();
    private Optional<ServerSession> server = Optional.empty();
    private long rateState;

    private KnownSession(
            long number, DeviceId device, CipherSuite suite, int epoch, long expiresMillis, boolean openedHere) {
        this.number = number;
        this.device = device;
        this.suite = suite;
        this.epoch = epoch;
        this.expiresMillis = expiresMillis;
        this.openedHere = openedHere;
    }

    /** A session that this instance opens. */
    static KnownSession opened(long number, DeviceId device, CipherSuite suite, int epoch, long expiresMillis) {
        return new KnownSession(number, device, suite, epoch, expiresMillis, true);
    }

    /** A session of the topic. @throws IllegalArgumentException if the record makes no sense */
    static KnownSession published(String key, UdpSessionRecord found) {
        return new KnownSession(
                number(key),
                new DeviceId(found.tenant(), found.device()),
                CipherSuite.named(found.cipher())
                        .orElseThrow(() -> new IllegalArgumentException("unknown cipher " + found.cipher())),
                found.epoch(),
                found.expiresMillis(),
                false);
    }

    /** @throws IllegalArgumentException unless the key is 16 hex digits */
    static long number(String key) {
        if (key.length() != 2 * Long.BYTES) {
            throw new IllegalArgumentException("a session is 16 hex digits, not '" + key + "'");
        }
        return Long.parseUnsignedLong(key, 16);
    }

    long number() {
        return number;
    }

    /** As the topic and devices know it. */
    String key() {
        return HexFormat.of().toHexDigits(number);
    }

    UdpSessionRecord published() {
        return new UdpSessionRecord(device.tenant(), device.device(), suite.wireName(), epoch, expiresMillis);
    }

    DeviceId device() {
        return device;
    }

    CipherSuite suite() {
        return suite;
    }

    int epoch() {
        return epoch;
    }

    long expiresMillis() {
        return expiresMillis;
    }

    boolean isOpenedHere() {
        return openedHere;
    }

    SessionAcks acks() {
        return acks;
    }

    /** The server's end, made when the first packet needs it. */
    ServerSession server(Supplier<ServerSession> maker) {
        if (server.isEmpty()) {
            server = Optional.of(maker.get());
        }
        return server.get();
    }

    Optional<ServerSession> server() {
        return server;
    }

    /** Whether it may be complained about in the log now: once in ten seconds, however much there is. From any thread. */
    boolean mayBeLogged(long nowNanos) {
        long next = nextLogNanos.get();
        return nowNanos >= next && nextLogNanos.compareAndSet(next, nowNanos + LOG_PAUSE_NANOS);
    }

    boolean admits(PacketRate rate, long nowNanos) {
        if (!rate.admits(rateState, nowNanos)) {
            return false;
        }
        rateState = rate.after(rateState, nowNanos);
        return true;
    }
}
