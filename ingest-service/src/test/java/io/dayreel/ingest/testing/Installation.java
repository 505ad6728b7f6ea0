package io.dayreel.ingest.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dayreel.access.InstallationKeys;
import io.dayreel.broker.EmbeddedBroker;
import io.dayreel.broker.EmbeddedBrokerSettings;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What ingest needs around it: a real broker, keys, and peers that answer for the device {@code kept} that frames 0–9 are
 * received and 0–4 archived, and know nothing of any other device.
 */
public final class Installation implements QuarkusTestResourceLifecycleManager {
    private Path directory;
    private EmbeddedBroker broker;
    private HttpServer peers;

    @Override
    public Map<String, String> start() {
        try {
            directory = Files.createTempDirectory("dayreel-ingest-it-");
            broker = EmbeddedBroker.start(EmbeddedBrokerSettings.in(directory.resolve("broker")));
            peers = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
            peers.createContext("/", Installation::answer);
            peers.start();
            return configuration(InstallationKeys.createIfAbsent(directory.resolve("keys")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> configuration(InstallationKeys keys) {
        String peerAddress = "http://localhost:" + peers.getAddress().getPort();
        Map<String, String> values = new HashMap<>();
        values.put("dayreel.kafka.bootstrap-servers", broker.bootstrapServers());
        values.put("dayreel.topics.create", "true");
        values.put("dayreel.topics.partitions", "4");
        values.put("dayreel.topics.replication", "1");
        values.put("dayreel.access.public-key", keys.publicKey().toString());
        values.put("dayreel.access.shared-secret", keys.sharedSecret().toString());
        values.put("dayreel.urls.sync", peerAddress);
        values.put("dayreel.urls.indexer", peerAddress);
        values.put("dayreel.instance.id", "ingest-under-test");
        values.put("dayreel.ingest.reconnect-patience", "PT3S");
        values.put("quarkus.http.test-port", "0");
        values.put("dayreel.ingest.udp.port", "0");
        values.put("dayreel.ingest.udp.key-period", "PT2S");
        values.put("test.keys", directory.resolve("keys").toString());
        return values;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        boolean authorised = exchange.getRequestHeaders().getFirst("Authorization") != null
                && "demo".equals(exchange.getRequestHeaders().getFirst("X-Dayreel-Tenant"));
        String day = path.replaceAll(".*/days/([^/]+)/.*", "$1");
        String body = "";
        if (authorised && path.startsWith("/v1/devices/kept/") && path.endsWith("/received")) {
            body = "{'day':'" + day + "','runs':[{'run':7,'ranges':[[0,9]],'next':10,"
                    + "'firstTime':'2026-01-01T00:00:00Z','lastTime':'2026-01-01T00:00:01Z'}]}";
        } else if (authorised && path.startsWith("/v1/devices/kept/") && path.endsWith("/segments")) {
            body = "{'day':'" + day + "','revision':'1','segments':[" + Records.announced("demo/kept/" + day, 7, 0, 4)
                    + "]}";
        }
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(bytes.length == 0 ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void stop() {
        if (peers != null) {
            peers.stop(0);
        }
        if (broker != null) {
            broker.close();
        }
    }
}
