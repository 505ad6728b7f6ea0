package io.dayreel.indexer;

import io.dayreel.access.DeviceScope;
import io.dayreel.access.InstallationKeys;
import io.dayreel.access.Role;
import io.dayreel.access.SealKeys;
import io.dayreel.access.TokenIssuer;
import io.dayreel.contracts.completeness.CompletenessRecord;
import io.dayreel.contracts.completeness.RunCompleteness;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.topics.TopicNames;
import io.dayreel.protocol.stream.StreamId;
import io.dayreel.runtime.kafka.ControlTopicWriter;
import io.dayreel.runtime.kafka.KafkaConnection;
import io.dayreel.store.ObjectStore;
import io.dayreel.store.ObjectStoreLocation;
import io.dayreel.store.ObjectStores;
import io.dayreel.testkit.broker.KafkaBroker;
import io.dayreel.testkit.process.FreePort;
import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Keys, a directory as object store, topics of its own on the shared broker, and the packaged indexer as processes. */
final class Installation implements AutoCloseable {
    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");

    private final Path directory;
    private final Path objects;
    private final KafkaBroker broker = KafkaBroker.shared();
    private final TopicNames names =
            new TopicNames("i" + UUID.randomUUID().toString().substring(0, 8) + ".");
    private final InstallationKeys keys;
    private final SealKeys sealKeys;
    private final TokenIssuer issuer;
    private final ObjectStore store;
    private final ControlTopicWriter topics;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** @param objects directory of the object store, which may belong to an earlier installation */
    Installation(Path directory, Path objects) throws IOException {
        this.directory = directory;
        this.objects = objects;
        this.keys = InstallationKeys.createIfAbsent(directory.resolve("keys"));
        this.sealKeys = SealKeys.createIfAbsent(directory.resolve("keys"));
        this.issuer = new TokenIssuer(InstallationKeys.readPrivateKey(keys.privateKey()), InstantSource.system());
        this.store = ObjectStores.open(ObjectStoreLocation.directory(objects));
        this.topics = new ControlTopicWriter(
                new KafkaConnection(broker.bootstrapServers(), Map.of()), names, "test-" + names.prefix());
    }

    /** A running indexer and where it listens. */
    record Indexer(ServiceProcess process, URI address) implements AutoCloseable {
        @Override
        public void close() {
            process.close();
        }
    }

    Indexer start(String instance, Map<String, String> settings) {
        int port = FreePort.next();
        String address = "http://127.0.0.1:" + port;
        ServiceCommand command = ServiceCommand.jar("indexer-" + instance, JAR)
                .jvm("-Xmx256m")
                .shortLived()
                .property("quarkus.http.host", "127.0.0.1")
                .property("quarkus.http.port", Integer.toString(port))
                .property("dayreel.instance.id", instance)
                .property("dayreel.instance.address", address)
                .property("dayreel.kafka.bootstrap-servers", broker.bootstrapServers())
                .property("dayreel.topics.prefix", names.prefix())
                .property("dayreel.topics.partitions", "4")
                .property("dayreel.topics.create", "true")
                .property("dayreel.topics.replication", "1")
                .property("dayreel.object-store.location", objects.toUri().toString())
                .property("dayreel.access.public-key", keys.publicKey().toString())
                .property("dayreel.access.shared-secret", keys.sharedSecret().toString())
                .property("dayreel.indexer.seal-key", sealKeys.privateKey().toString())
                .property("dayreel.indexer.seal-period", "PT0.2S")
                .property(
                        "dayreel.indexer.state-directory",
                        directory.resolve("state-" + instance).toString())
                .property("dayreel.indexer.session-timeout", "PT6S")
                .readyWithin(Duration.ofMinutes(3))
                .readyWhen(Readiness.httpOk(address + "/q/health/ready"));
        settings.forEach(command::property);
        return new Indexer(command.start(), URI.create(address));
    }

    SealKeys sealKeys() {
        return sealKeys;
    }

    String frames() {
        return names.of(Topic.FRAMES);
    }

    String writerGroup() {
        return names.group("writer");
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    ObjectStore store() {
        return store;
    }

    String token(String tenant, Role role) {
        return issuer.issue("test", tenant, role, DeviceScope.everyDevice(), Duration.ofHours(1));
    }

    /** Says as sync-service does that a day of which nothing is awaited may be sealed. */
    void seal(StreamId stream) throws Exception {
        complete(stream, CompletenessRecord.State.READY, List.of());
    }

    void complete(StreamId stream, CompletenessRecord.State state, List<RunCompleteness> runs) throws Exception {
        long now = System.currentTimeMillis();
        long received = runs.stream().mapToLong(RunCompleteness::received).sum();
        send(
                Topic.COMPLETENESS,
                stream.toString(),
                new CompletenessRecord(stream, state, received, received, 0, 0, runs, now, now, now));
    }

    void announce(SegmentRecord record) throws Exception {
        send(Topic.SEGMENTS, record.stream().toString(), record);
    }

    void send(Topic topic, String key, Object value) throws Exception {
        topics.send(topic, key, value).get(30, TimeUnit.SECONDS);
    }

    HttpResponse<String> get(Indexer indexer, String path, String token, String... headers) throws Exception {
        return exchange(request(indexer, path, token).GET(), headers);
    }

    HttpResponse<String> post(Indexer indexer, String path, String token) throws Exception {
        return exchange(request(indexer, path, token).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private static HttpRequest.Builder request(Indexer indexer, String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(indexer.address().resolve(path)).timeout(Duration.ofSeconds(20));
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request, String... headers) throws Exception {
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    @Override
    public void close() {
        topics.close();
        store.close();
    }
}
