package io.dayreel.streamer.websocket;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dayreel.access.DeviceScope;
import io.dayreel.access.InstallationKeys;
import io.dayreel.access.Role;
import io.dayreel.access.TokenIssuer;
import io.dayreel.contracts.catalogue.DaySegments;
import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.streamer.TestCloud;
import io.dayreel.testkit.media.Ffmpeg;
import io.dayreel.testkit.net.FaultProxy;
import io.dayreel.testkit.process.FreePort;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Broker, store, keys and an indexer's answers for a streamer under test. */
public final class StreamerSurroundingsResource implements QuarkusTestResourceLifecycleManager {
    private HttpServer indexer;
    private FaultProxy wayToPeers;
    private TestCloud cloud;
    private TokenIssuer issuer;
    private byte[] secret;

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createTempDirectory(Path.of("target"), "streamer-");
            InstallationKeys keys = InstallationKeys.createIfAbsent(directory.resolve("keys"));
            issuer = new TokenIssuer(InstallationKeys.readPrivateKey(keys.privateKey()), InstantSource.system());
            cloud = new TestCloud(directory);
            secret = InstallationKeys.readSharedSecret(keys.sharedSecret());
            int port = FreePort.next();
            wayToPeers = FaultProxy.to(port);
            indexer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            indexer.createContext("/v1/devices/", this::answer);
            indexer.start();
            return Map.ofEntries(
                    Map.entry("quarkus.http.test-port", Integer.toString(port)),
                    Map.entry("dayreel.instance.address", "http://localhost:" + wayToPeers.port()),
                    Map.entry("dayreel.kafka.bootstrap-servers", cloud.kafka().bootstrapServers()),
                    Map.entry("dayreel.topics.prefix", cloud.names().prefix()),
                    Map.entry("dayreel.topics.partitions", Integer.toString(TestCloud.PARTITIONS)),
                    Map.entry(
                            "dayreel.object-store.location",
                            directory.resolve("store").toAbsolutePath().toUri().toString()),
                    Map.entry("dayreel.access.public-key", keys.publicKey().toString()),
                    Map.entry(
                            "dayreel.access.shared-secret", keys.sharedSecret().toString()),
                    Map.entry("dayreel.instance.id", "streamer-under-test"),
                    Map.entry("dayreel.streamer.session-timeout", "PT6S"),
                    Map.entry("dayreel.streamer.ffmpeg", Ffmpeg.find().program().toString()),
                    Map.entry(
                            "dayreel.streamer.state-directory",
                            directory.resolve("streamer").toAbsolutePath().toString()),
                    Map.entry(
                            "dayreel.urls.indexer",
                            "http://127.0.0.1:" + indexer.getAddress().getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException("the surroundings did not start", e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String[] parts = exchange.getRequestURI().getPath().split("/");
        DeviceId device = new DeviceId(exchange.getRequestHeaders().getFirst("X-Dayreel-Tenant"), parts[3]);
        List<Day> days = cloud.days(device);
        String body;
        if (days.isEmpty()) {
            body = "";
        } else if (parts.length == 7) {
            Day day = Day.parse(parts[5]);
            body = Json.write(new DaySegments(day, "1", cloud.segments(device.on(day))));
        } else if (parts.length == 5) {
            body = Json.write(
                    Map.of("days", days.stream().map(day -> Map.of("day", day)).toList()));
        } else {
            body = "{\"device\":\"" + device.device() + "\",\"connected\":false,\"bytes\":0}";
        }
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(days.isEmpty() ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(cloud, field -> field.getType() == TestCloud.class);
        injector.injectIntoFields(wayToPeers, field -> field.getType() == FaultProxy.class);
        injector.injectIntoFields(secret, field -> field.getType() == byte[].class);
        injector.injectIntoFields(issuer, field -> field.getType() == TokenIssuer.class);
    }

    TestCloud cloud() {
        return cloud;
    }

    TokenIssuer issuer() {
        return issuer;
    }

    /** A token of the tenant {@code demo} for every device. */
    static String token(TokenIssuer issuer, String tenant, Role role) {
        return issuer.issue("test", tenant, role, DeviceScope.everyDevice(), Duration.ofHours(1));
    }

    @Override
    public void stop() {
        if (indexer != null) {
            indexer.stop(0);
        }
        if (wayToPeers != null) {
            wayToPeers.close();
        }
        if (cloud != null) {
            cloud.close();
        }
    }
}
