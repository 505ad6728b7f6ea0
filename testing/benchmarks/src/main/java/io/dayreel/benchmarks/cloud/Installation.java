package io.dayreel.benchmarks.cloud;

import io.dayreel.access.DeviceScope;
import io.dayreel.access.InstallationKeys;
import io.dayreel.access.Role;
import io.dayreel.access.TokenIssuer;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.media.SampleFootage;
import io.dayreel.testkit.process.FreePort;
import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An installation on this machine's loopback address: one broker and the five services from their own jars, each a
 * process of its own, and an object store. The owner closes it, which kills everything.
 */
public final class Installation implements AutoCloseable {
    /** Partitions of the stream topics, and of the topics that it is compared on. */
    public static final int PARTITIONS = 8;

    /** The tenant of all devices. */
    public static final String TENANT = "bench";

    /** Options of every measured JVM but the broker. */
    public static final List<String> JVM = List.of("-Xmx512m");

    private static final Duration READY = Duration.ofSeconds(120);
    private static final Duration TOKENS_VALID = Duration.ofHours(2);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Ffmpeg ffmpeg = Ffmpeg.find();
    private final Path directory;
    private final ServiceProcess broker;
    private final double brokerSeconds;
    private final TokenIssuer tokens;
    private final BenchStore store;
    private final Map<Service, Integer> ports = new EnumMap<>(Service.class);
    private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
    private final Map<Service, Double> startSeconds = new EnumMap<>(Service.class);

    private Installation(Path directory, TokenIssuer tokens, BenchStore store) {
        this.directory = directory;
        this.tokens = tokens;
        this.store = store;
        long begin = System.nanoTime();
        broker = ServiceCommand.main("broker", "io.dayreel.broker.BrokerMain")
                .jvm("-Xmx1g")
                .arguments("--data", directory.resolve("broker").toString())
                .arguments("--port", Integer.toString(FreePort.next()))
                .outputTo(directory.resolve("broker.log"))
                .readyWhen(Readiness.logLine("ready (\\S+)"))
                .readyWithin(READY)
                .start();
        brokerSeconds = secondsSince(begin);
    }

    /** Starts one process after the other, so that each one's start is measured alone. */
    public static Installation start(Path directory, StoreKind kind) throws IOException {
        InstallationKeys keys = InstallationKeys.createIfAbsent(directory.resolve("keys"));
        TokenIssuer issuer =
                new TokenIssuer(InstallationKeys.readPrivateKey(keys.privateKey()), InstantSource.system());
        Installation installation = new Installation(directory, issuer, BenchStore.start(directory, kind));
        try {
            installation.startServices();
            return installation;
        } catch (RuntimeException | Error e) {
            installation.close();
            throw e;
        }
    }

    private void startServices() {
        for (Service service : Service.values()) {
            ports.put(service, FreePort.next());
        }
        for (Service service : Service.values()) {
            ServiceCommand command = ServiceCommand.jar(service.moduleName(), jar(service))
                    .jvm(JVM.toArray(String[]::new))
                    .outputTo(directory.resolve(service.moduleName() + ".log"))
                    .readyWhen(Readiness.httpOk(address(service) + "/q/health/ready"))
                    .readyWithin(READY);
            configuration(service).forEach(command::property);
            long begin = System.nanoTime();
            services.put(service, command.start());
            startSeconds.put(service, secondsSince(begin));
        }
    }

    private static Path jar(Service service) {
        return SampleFootage.repositoryRoot()
                .resolve(service.moduleName())
                .resolve("target/quarkus-app/quarkus-run.jar");
    }

    private Map<String, String> configuration(Service service) {
        Path own = directory.resolve(service.moduleName());
        InstallationKeys keys = InstallationKeys.in(directory.resolve("keys"));
        Map<String, String> all = new LinkedHashMap<>();
        all.put("quarkus.http.host", "127.0.0.1");
        all.put("quarkus.http.port", Integer.toString(port(service)));
        all.put("dayreel.kafka.bootstrap-servers", bootstrapServers());
        all.put("dayreel.topics.create", "true");
        all.put("dayreel.topics.partitions", Integer.toString(PARTITIONS));
        all.put("dayreel.topics.replication", "1");
        all.put("dayreel.instance.id", service.moduleName() + "-0");
        all.put("dayreel.instance.address", address(service).toString());
        all.put("dayreel.access.public-key", keys.publicKey().toString());
        all.put("dayreel.access.shared-secret", keys.sharedSecret().toString());
        all.putAll(store.configuration());
        for (Service peer : List.of(Service.INDEXER, Service.SYNC, Service.STREAMER)) {
            all.put("dayreel.urls." + peer.shortName(), address(peer).toString());
        }
        switch (service) {
            case WRITER ->
                all.put("dayreel.writer.state-directory", own.resolve("spool").toString());
            case STREAMER ->
                all.put("dayreel.streamer.state-directory", own.resolve("tail").toString());
            case INDEXER -> {
                all.put("dayreel.indexer.state-directory", own.resolve("state").toString());
                all.put("dayreel.indexer.standby-replicas", "0");
            }
            case SYNC -> {
                all.put("dayreel.sync.state-directory", own.resolve("state").toString());
                all.put("dayreel.sync.standby-replicas", "0");
            }
            case INGEST -> {
                all.put(
                        "dayreel.ingest.upload.scratch-directory",
                        own.resolve("uploads").toString());
                all.put("dayreel.ingest.upload.ffmpeg", ffmpeg.program().toString());
            }
        }
        return all;
    }

    /** Where a service is reached. */
    public URI address(Service service) {
        return URI.create("http://127.0.0.1:" + port(service));
    }

    /** Port of a service on the loopback address. */
    public int port(Service service) {
        return ports.get(service);
    }

    /** What the object store is, in words. */
    public String storeText() {
        return store.text();
    }

    /** Address of the broker. */
    public String bootstrapServers() {
        return broker.readyMatch().group(1);
    }

    /** Process number of a service. */
    public long pid(Service service) {
        return services.get(service).pid();
    }

    /** Broker and services by name. */
    public Map<String, Long> pids() {
        Map<String, Long> all = new LinkedHashMap<>();
        all.put("broker", broker.pid());
        services.forEach((service, process) -> all.put(service.shortName(), process.pid()));
        return all;
    }

    /** The broker alone. */
    public Map<String, Long> brokerPid() {
        return Map.of("broker", broker.pid());
    }

    /** Seconds from the start of a process until it served, by name. */
    public Map<String, Double> startSeconds() {
        Map<String, Double> all = new LinkedHashMap<>();
        all.put("broker", brokerSeconds);
        startSeconds.forEach((service, seconds) -> all.put(service.shortName(), seconds));
        return all;
    }

    /** A token with which a device may send. */
    public String deviceToken(String device) {
        return tokens.issue(device, TENANT, Role.DEVICE, DeviceScope.of(device), TOKENS_VALID);
    }

    /** A token with which any device may be watched. */
    public String viewerToken() {
        return tokens.issue("viewer", TENANT, Role.VIEWER, DeviceScope.everyDevice(), TOKENS_VALID);
    }

    /** A token with which any video may be uploaded. */
    public String uploaderToken() {
        return tokens.issue("uploader", TENANT, Role.OPERATOR, DeviceScope.everyDevice(), TOKENS_VALID);
    }

    /** The service's metrics as they are now. */
    public Metrics metrics(Service service) {
        return Metrics.read(http, address(service));
    }

    private static double secondsSince(long beginNanos) {
        return (System.nanoTime() - beginNanos) / 1e9;
    }

    @Override
    public void close() {
        services.values().forEach(ServiceProcess::close);
        broker.close();
        store.close();
    }
}
