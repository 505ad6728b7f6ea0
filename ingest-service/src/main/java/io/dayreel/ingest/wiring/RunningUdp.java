package io.dayreel.ingest.wiring;

import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.udp.UdpSessionAnswer;
import io.dayreel.contracts.udp.UdpSessionRecord;
import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.datagrams.server.ReassemblyBudget;
import io.dayreel.datagrams.server.ServerLimits;
import io.dayreel.ingest.produce.DurableFrames.RecordSink;
import io.dayreel.ingest.session.IngestParts;
import io.dayreel.ingest.udp.KeyEpochs;
import io.dayreel.ingest.udp.KnownSessions;
import io.dayreel.ingest.udp.NanosSinceStart;
import io.dayreel.ingest.udp.UdpLimits;
import io.dayreel.ingest.udp.UdpListener;
import io.dayreel.ingest.udp.UdpMeters;
import io.dayreel.ingest.udp.UdpReceiver;
import io.dayreel.ingest.udp.UdpSessions;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.health.Heartbeats;
import io.dayreel.runtime.kafka.ControlTopicReader;
import io.dayreel.runtime.kafka.ControlTopicSource;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.runtime.wiring.ServiceSurroundings;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Frames over UDP while they are taken: reads the sessions, binds the socket, closes both. */
final class RunningUdp implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(RunningUdp.class);
    private static final long MOST_REASSEMBLY = 256L << 20;
    private static final Duration REASSEMBLY_TIMEOUT = Duration.ofSeconds(3);

    private final IngestSettings.Udp settings;
    private final KnownSessions known = new KnownSessions();
    private final ControlTopicReader<UdpSessionRecord> reader;
    private final UdpSessions sessions;
    private final UdpReceiver receiver;
    private final NanosSinceStart nanos = new NanosSinceStart();
    private final Heartbeats heartbeats;
    private volatile Optional<UdpListener> listener = Optional.empty();

    /** @param sharedSecret of the installation, root of all keys */
    RunningUdp(
            IngestSettings settings,
            ServiceSurroundings with,
            IngestParts parts,
            RecordSink control,
            byte[] sharedSecret) {
        this.settings = settings.udp();
        heartbeats = with.heartbeats();
        KeyEpochs epochs = new KeyEpochs(sharedSecret, this.settings.keyPeriod());
        int maxMessage = Math.toIntExact(this.settings.maxMessage().asLongValue());
        UdpLimits limits = limits(settings, maxMessage);
        ReassemblyBudget reassembly = new ReassemblyBudget(limits.reassemblyBytes());
        sessions = new UdpSessions(
                new UdpSessions.Terms(
                        this.settings.sessionLifetime(),
                        maxMessage,
                        this.settings.sessionsPerMinute(),
                        this.settings.maxSessions()),
                epochs,
                known,
                control,
                with.clock());
        receiver = new UdpReceiver(
                new UdpReceiver.Place(known, epochs, new SecureRandom().nextLong(), with.clock()),
                limits,
                reassembly,
                parts,
                new UdpMeters(with.meters(), known, reassembly),
                nanos);
        reader = new ControlTopicReader<>(
                with.kafka(),
                "ingest-udp-sessions",
                ControlTopicSource.all(
                        with.names().of(Topic.UDP_SESSIONS),
                        UdpSessionRecord.class,
                        new ControlTopicSource.Start.Beginning()),
                (source, found) -> known.published(source.key(), found));
    }

    private static UdpLimits limits(IngestSettings settings, int maxMessage) {
        IngestSettings.Udp udp = settings.udp();
        long eighth = Runtime.getRuntime().maxMemory() / 8;
        return new UdpLimits(
                new ServerLimits(maxMessage, udp.reassemblyBytesPerSession().asLongValue(), REASSEMBLY_TIMEOUT),
                udp.reassemblyBytes()
                        .map(size -> size.asLongValue())
                        .orElseGet(() -> Math.min(MOST_REASSEMBLY, eighth)),
                udp.packetsPerSecond(),
                udp.packetsPerUnknownSource(),
                settings.windowBytes().asLongValue());
    }

    void startReading() {
        heartbeats.watch(reader.heartbeat());
        reader.start();
    }

    boolean caughtUp() {
        return reader.caughtUp();
    }

    /** Begins to take packets. Only once all sessions are known. */
    void listen() {
        InetSocketAddress address = new InetSocketAddress(settings.host(), settings.port());
        int buffer = Math.toIntExact(settings.socketBuffer().asLongValue());
        UdpListener started = UdpListener.start(address, buffer, receiver, nanos, sessions::withdrawExpired);
        listener = Optional.of(started);
        heartbeats.watch(started.heartbeat());
        LOG.info("udp-listening", "host", settings.host(), "port", port());
    }

    /** @return the port in use, 0 before {@link #listen} */
    int port() {
        return listener.map(UdpListener::port).orElse(0);
    }

    /** @param requestHost how the device reached this service over HTTP */
    CompletableFuture<UdpSessionAnswer> open(DeviceId device, CipherSuite suite, String requestHost) {
        return sessions.open(
                device,
                suite,
                settings.publicHost().orElse(requestHost),
                settings.publicPort().orElse(port()));
    }

    void drain(Duration patience) {
        listener.ifPresent(running -> running.drain(patience));
    }

    @Override
    public void close() {
        listener.ifPresent(UdpListener::close);
        reader.close();
    }
}
