package io.dayreel.systemtests.cloud;

import io.dayreel.access.InstallationKeys;
import io.dayreel.testkit.media.SampleFootage;
import io.dayreel.testkit.process.FreePort;
import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import io.dayreel.testkit.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An installation of separate processes: each service from its own jar or image, one broker process, one S3 server over
 * HTTP in this JVM (so that it can count and fail). The owner closes it, which kills everything.
 */
public final class ProcessCloud implements Cloud {
    private static final Duration READY = Duration.ofSeconds(180);
    private static final String BUCKET = "segments";

    private final Path directory;
    private final CloudLayout layout;
    private final Launch launch;
    private final ServiceProcess broker;
    private final S3Server store;
    private final Map<Service, List<Instance>> instances = new EnumMap<>(Service.class);

    /** One running instance. */
    public record Instance(URI address, ServiceProcess process) {}

    private ProcessCloud(Path directory, CloudLayout layout, Launch launch, ServiceProcess broker, S3Server store) {
        this.directory = directory;
        this.layout = layout;
        this.launch = launch;
        this.broker = broker;
        this.store = store;
    }

    /**
     * Starts broker, store and {@code copies} instances of each service.
     *
     * @param settings configuration of all services on top of the default
     */
    public static ProcessCloud start(Path directory, int copies, Map<String, String> settings) {
        return start(directory, CloudLayout.of(copies, settings));
    }

    /** Starts broker, store and the instances of a layout, out of their jars. */
    public static ProcessCloud start(Path directory, CloudLayout layout) {
        return start(directory, layout, Launch.jars());
    }

    /** Starts broker, store and the instances of a layout. */
    public static ProcessCloud start(Path directory, CloudLayout layout, Launch launch) {
        try {
            InstallationKeys.createIfAbsent(directory.resolve("keys"));
        } catch (IOException e) {
            throw new UncheckedIOException("no keys in " + directory, e);
        }
        ServiceProcess broker = ServiceCommand.main("broker", "io.dayreel.broker.BrokerMain")
                .jvm("-Xmx384m")
                .shortLived()
                .arguments("--data", directory.resolve("broker").toString())
                .arguments("--port", Integer.toString(FreePort.next()))
                .arguments(layout.links().brokerArguments().toArray(String[]::new))
                .readyWhen(Readiness.logLine("ready (\\S+)"))
                .readyWithin(READY)
                .start();
        S3Server store = S3Server.start(directory.resolve("s3")).withBucket(BUCKET);
        ProcessCloud cloud = new ProcessCloud(directory, layout, launch, broker, store);
        try {
            cloud.startServices();
            return cloud;
        } catch (RuntimeException | Error e) {
            cloud.close();
            throw e;
        }
    }

    private void startServices() {
        Map<Service, List<Integer>> ports = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            List<Integer> chosen = new ArrayList<>();
            for (int i = 0; i < layout.copies(service); i++) {
                chosen.add(FreePort.next());
            }
            ports.put(service, chosen);
        }
        for (Service service : Service.values()) {
            instances.put(service, new ArrayList<>(Collections.nCopies(layout.copies(service), null)));
        }
        Stream.of(Service.values())
                .flatMap(service ->
                        IntStream.range(0, layout.copies(service)).mapToObj(index -> Map.entry(service, index)))
                .parallel()
                .forEach(each -> instances
                        .get(each.getKey())
                        .set(each.getValue(), start(each.getKey(), each.getValue(), ports)));
    }

    private Instance start(Service service, int index, Map<Service, List<Integer>> ports) {
        int port = ports.get(service).get(index);
        String id = service.instanceName(index);
        URI address = URI.create("http://127.0.0.1:" + port);
        ServiceProcess process = launch.command(
                        new Launch.Instance(service, id, directory.resolve(id), configuration(id, port, ports)))
                .readyWhen(Readiness.httpOk(address + "/q/health/ready"))
                .readyWithin(READY)
                .start();
        return new Instance(address, process);
    }

    private Map<String, String> configuration(String id, int port, Map<Service, List<Integer>> ports) {
        Path own = launch.state(directory.resolve(id));
        Path keys = launch.keys(directory.resolve("keys"));
        Map<String, String> all = new LinkedHashMap<>();
        all.put("quarkus.http.host", "127.0.0.1");
        all.put("quarkus.http.port", Integer.toString(port));
        all.put("dayreel.kafka.bootstrap-servers", layout.links().kafka(id, kafka()));
        all.put("dayreel.topics.create", "true");
        all.put("dayreel.topics.partitions", "4");
        all.put("dayreel.topics.replication", "1");
        all.put("dayreel.instance.id", id);
        all.put(
                "dayreel.instance.address",
                layout.links()
                        .instance(id, URI.create("http://127.0.0.1:" + port))
                        .toString());
        all.put("dayreel.access.public-key", keys.resolve("access-public.pem").toString());
        all.put("dayreel.access.shared-secret", keys.resolve("shared.secret").toString());
        all.put("dayreel.object-store.location", "s3://" + BUCKET);
        all.put(
                "dayreel.object-store.endpoint",
                layout.links().store(store.endpoint()).toString());
        all.put("dayreel.object-store.access-key", store.credentials().accessKey());
        all.put("dayreel.object-store.secret-key", store.credentials().secretKey());
        for (Service service : List.of(Service.INDEXER, Service.SYNC, Service.STREAMER)) {
            all.put(
                    "dayreel.urls." + service.name().toLowerCase(Locale.ROOT),
                    layout.links()
                            .service(service, addresses(ports.get(service)))
                            .toString());
        }
        all.put("dayreel.writer.state-directory", own.resolve("spool").toString());
        all.put("dayreel.writer.session-timeout", "PT6S");
        all.put("dayreel.streamer.state-directory", own.resolve("tail").toString());
        all.put("dayreel.streamer.session-timeout", "PT6S");
        all.put("dayreel.indexer.state-directory", own.resolve("state").toString());
        all.put("dayreel.indexer.session-timeout", "PT6S");
        all.put("dayreel.indexer.standby-replicas", "0");
        all.put("dayreel.sync.state-directory", own.resolve("state").toString());
        all.put("dayreel.sync.session-timeout", "PT6S");
        all.put("dayreel.sync.standby-replicas", "0");
        all.putAll(layout.settings());
        all.putAll(layout.settingsOf(id));
        return all;
    }

    private static List<URI> addresses(List<Integer> ports) {
        return ports.stream()
                .map(port -> URI.create("http://127.0.0.1:" + port))
                .toList();
    }

    /** How many instances of a service were started. */
    public int copies(Service service) {
        return layout.copies(service);
    }

    /** The broker's own address, past all links. */
    public String kafka() {
        return broker.readyMatch().group(1);
    }

    /** The directory in which the store keeps its objects by their keys. */
    public Path objects() {
        return directory.resolve("s3").resolve(BUCKET);
    }

    public Instance instance(Service service, int index) {
        return instances.get(service).get(index);
    }

    public ServiceProcess broker() {
        return broker;
    }

    public S3Server store() {
        return store;
    }

    /** The directory of one instance's disposable state. */
    public Path stateOf(Service service, int index) {
        return directory.resolve(service.instanceName(index));
    }

    private URI service(Service service) {
        return layout.links()
                .service(
                        service,
                        instances.get(service).stream().map(Instance::address).toList());
    }

    @Override
    public URI ingest() {
        return service(Service.INGEST);
    }

    @Override
    public URI streamer() {
        return service(Service.STREAMER);
    }

    @Override
    public URI indexer() {
        return service(Service.INDEXER);
    }

    @Override
    public URI sync() {
        return service(Service.SYNC);
    }

    @Override
    public Tokens tokens() {
        return Tokens.from(directory.resolve("keys"));
    }

    @Override
    public void close() {
        instances.values().forEach(each -> each.stream()
                .filter(Objects::nonNull)
                .forEach(instance -> instance.process().close()));
        launch.close();
        layout.links().close();
        store.close();
        broker.close();
    }

    /** The services by module. */
    public enum Service {
        INGEST,
        WRITER,
        INDEXER,
        STREAMER,
        SYNC;

        /** The directory of its module. */
        public String moduleName() {
            return name().toLowerCase(Locale.ROOT) + "-service";
        }

        /** How an instance is called, by the product too. */
        public String instanceName(int index) {
            return moduleName() + "-" + index;
        }

        /** Whether the jar is there; a system test that lacks it fails and says what to build. */
        public static void requireBuilt() {
            for (Service service : values()) {
                Path jar = SampleFootage.repositoryRoot()
                        .resolve(service.moduleName())
                        .resolve("target/quarkus-app/quarkus-run.jar");
                if (!Files.exists(jar)) {
                    throw new IllegalStateException(jar + " is missing: ./mvnw -DskipTests package");
                }
            }
        }
    }
}
