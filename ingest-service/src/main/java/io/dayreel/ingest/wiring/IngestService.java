package io.dayreel.ingest.wiring;

import io.dayreel.contracts.udp.UdpSessionAnswer;
import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.ingest.session.IngestParts;
import io.dayreel.ingest.upload.Uploads;
import io.dayreel.ingest.upload.http.UploadRoute;
import io.dayreel.ingest.websocket.IngestRoute;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.runtime.wiring.ServiceSurroundings;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
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
import java.util.function.BiConsumer;

/** Ingest within the application: its start, its routes and its stop. */
@Singleton
public class IngestService {
    private static final int START_PRIORITY = 1_000;

    /** The framework's bound for bodies is meant for what is held in memory. */
    private static final int BEFORE_BODY_LIMITS = -900;

    private static final String UNVERSIONED = "/upload/*";
    private static final Duration BATCH_MARGIN = Duration.ofSeconds(5);

    private final IngestSettings settings;
    private final ServiceSurroundings surroundings;
    private final VertxAccess access;
    private final Semaphore batches;
    private volatile Optional<RunningIngest> running = Optional.empty();

    IngestService(IngestSettings settings, ServiceSurroundings surroundings, VertxAccess access) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.access = access;
        this.batches = new Semaphore(settings.httpBatches());
    }

    void start(@Observes @Priority(START_PRIORITY) StartupEvent event) {
        running = Optional.of(RunningIngest.start(settings, surroundings, access));
    }

    void route(@Observes Router router) {
        router.get(IngestRoute.PATH).handler(this::connect);
        router.route(UNVERSIONED).order(BEFORE_BODY_LIMITS).handler(IngestService::addVersion);
        router.post(UploadRoute.PATH).order(BEFORE_BODY_LIMITS).handler(request -> upload(request, UploadRoute::post));
        router.head(UploadRoute.PATH).handler(request -> upload(request, UploadRoute::head));
    }

    /** Uploads are found without the version of the API too, as their users know them. */
    private static void addVersion(RoutingContext request) {
        request.reroute("/v1" + request.request().uri());
    }

    private void upload(RoutingContext request, BiConsumer<UploadRoute, RoutingContext> answer) {
        Optional<UploadRoute> route = running.flatMap(RunningIngest::uploads).map(RunningUploads::route);
        if (route.isPresent()) {
            answer.accept(route.get(), request);
        } else {
            VertxAccess.end(request, Problem.of(503, "starting", "Starting", "uploads are not taken at present"));
        }
    }

    /** Takes uploaded videos; absent where none are taken. */
    public Optional<Uploads> uploads() {
        return running.flatMap(RunningIngest::uploads).map(RunningUploads::uploads);
    }

    private void connect(RoutingContext request) {
        running.ifPresentOrElse(
                ingest -> ingest.route().connect(request),
                () -> request.response().setStatusCode(503).end());
    }

    /** The framework still answers requests, and stops once this returns: then it closes what is open. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        running.ifPresent(RunningIngest::drain);
    }

    void stop(@Observes ShutdownEvent event) {
        running.ifPresent(RunningIngest::close);
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
