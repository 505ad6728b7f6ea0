package io.dayreel.ingest.wiring;

import io.dayreel.contracts.udp.UdpSessionAnswer;
import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.ingest.session.IngestParts;
import io.dayreel.ingest.websocket.IngestRoute;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.runtime.wiring.ServiceSurroundings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;

/** Ingest within the application: its start, its routes and its stop. */
@Singleton
public class IngestService {
    private static final LogEvents LOG = LogEvents.of(IngestService.class);
    private static final int START_PRIORITY = 1_000;
    private static final Duration BATCH_MARGIN = Duration.ofSeconds(5);

    private final IngestSettings settings;
    private final ServiceSurroundings surroundings;
    private final VertxAccess access;
    private final Semaphore batches;
    private final Thread drainAtExit = new Thread(this::drain, "dayreel-ingest-drain");
    private volatile Optional<RunningIngest> running = Optional.empty();

    IngestService(IngestSettings settings, ServiceSurroundings surroundings, VertxAccess access) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.access = access;
        this.batches = new Semaphore(settings.httpBatches());
    }

    void start(@Observes @Priority(START_PRIORITY) StartupEvent event) {
        running = Optional.of(RunningIngest.start(settings, surroundings, access));
        // The framework closes its sockets (with 1000) before it tells anybody that it stops. Open connections make it
        // wait quarkus.shutdown.timeout first: time enough to drain, if that begins with the signal.
        Runtime.getRuntime().addShutdownHook(drainAtExit);
    }

    void route(@Observes Router router) {
        router.get(IngestRoute.PATH).handler(this::connect);
    }

    private void connect(RoutingContext request) {
        running.ifPresentOrElse(
                ingest -> ingest.route().connect(request),
                () -> request.response().setStatusCode(503).end());
    }

    void stop(@Observes ShutdownEvent event) {
        running.ifPresent(RunningIngest::close);
        try {
            Runtime.getRuntime().removeShutdownHook(drainAtExit);
        } catch (IllegalStateException e) {
            LOG.debug("stopping-with-the-jvm");
        }
    }

    private void drain() {
        running.ifPresent(RunningIngest::drain);
    }

    /** What sessions and batches share. @throws IllegalStateException before the start */
    public IngestParts parts() {
        return running.orElseThrow(() -> new IllegalStateException("ingest is starting"))
                .parts();
    }

    /**
     * Opens UDP sessions for devices that reached this service by a host name.
     *
     * @return absent where no frames are taken over UDP
     */
    public Optional<UdpOpening> udp(String requestHost) {
        return running.flatMap(RunningIngest::udp).map(udp -> (device, suite) -> udp.open(device, suite, requestHost));
    }

    /** Opens a UDP session; see {@link #udp}. */
    @FunctionalInterface
    public interface UdpOpening {
        CompletableFuture<UdpSessionAnswer> open(DeviceId device, CipherSuite suite);
    }

    /** Whether keys of UDP sessions may go over plain HTTP. */
    public boolean udpKeysOverPlainHttp() {
        return settings.udp().allowPlainHttp();
    }

    /** One permit per HTTP batch that may be under way. */
    public Semaphore batches() {
        return batches;
    }

    /** How long an HTTP batch may take. */
    public Duration batchPatience() {
        return settings.deliveryTimeout().plus(BATCH_MARGIN);
    }
}
