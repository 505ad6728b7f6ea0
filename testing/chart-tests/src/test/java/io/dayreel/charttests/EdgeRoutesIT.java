package io.dayreel.charttests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dayreel.testkit.process.FreePort;
import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The edge's configuration in a real nginx, before servers that say what they are. Names of the cluster's DNS are
 * replaced, and so is {@code resolve}, which needs an nginx later than Debian's.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EdgeRoutesIT {
    private static final List<String> UPSTREAMS = List.of("device_origin", "any_origin", "ingest", "indexer", "sync");
    private static final int LARGE = 2_000_000;

    private Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<HttpServer> servers = new ArrayList<>();
    private ServiceProcess nginx;
    private URI edge;
    private URI health;

    @BeforeAll
    void startTheEdge(@TempDir Path temporary, @TempDir Path chartCopy) throws IOException {
        folder = temporary;
        Path program = Stream.of("/usr/sbin/nginx", "/usr/bin/nginx", "/usr/local/bin/nginx")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(program != null, "no nginx: .ci/install-test-tools");
        edge = URI.create("http://127.0.0.1:" + FreePort.next());
        health = URI.create("http://127.0.0.1:" + FreePort.next());
        Map<String, Integer> ports = new LinkedHashMap<>();
        for (String upstream : UPSTREAMS) {
            ports.put(upstream, startServer(upstream));
        }
        Files.createDirectories(folder.resolve("cache/memory"));
        Chart.copiedTo(chartCopy).manifests(Chart.Order.of("values-small.yaml")).stream()
                .filter(manifest -> manifest.id().equals("ConfigMap/dayreel-edge"))
                .findFirst()
                .orElseThrow()
                .content()
                .path("data")
                .properties()
                .forEach(file -> write(file.getKey(), here(file.getValue().asText(), ports)));
        nginx = ServiceCommand.program("chart-edge", program)
                .arguments("-p", folder + "/", "-c", folder + "/nginx.conf")
                // Otherwise root's nginx works as another user, who may not enter a test's directory.
                .arguments("-g", "user " + System.getProperty("user.name") + ";")
                .readyWhen(Readiness.httpOk(health + "/health"))
                .readyWithin(Duration.ofSeconds(20))
                .start();
    }

    private int startServer(String name) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(name, exchange));
        server.start();
        servers.add(server);
        return server.getAddress().getPort();
    }

    /** Says which service this is and what came with the request; whoever asks may watch. */
    private static void answer(String name, HttpExchange exchange) throws IOException {
        try (exchange;
                InputStream body = exchange.getRequestBody()) {
            body.transferTo(OutputStream.nullOutputStream());
            String scheme = exchange.getRequestHeaders().getFirst("X-Forwarded-Proto");
            if (scheme == null && exchange.getRequestURI().getPath().endsWith("/access")) {
                exchange.getResponseHeaders().set("X-Dayreel-Tenant", "home");
                exchange.sendResponseHeaders(204, -1);
                return;
            }
            if (name.equals("indexer")
                    && exchange.getRequestHeaders().getFirst("Authorization") == null
                    && exchange.getRequestURI().getPath().startsWith("/v1/")) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            String madeUp = exchange.getRequestHeaders()
                    .getOrDefault("X-Forwarded-For", List.of())
                    .toString();
            byte[] text = (name + " " + scheme + " "
                            + exchange.getRequestHeaders().getFirst("Authorization") + madeUp)
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, text.length);
            exchange.getResponseBody().write(text);
        }
    }

    private String here(String configuration, Map<String, Integer> ports) {
        String text = configuration
                .replaceAll("resolver [^;]+;", "resolver 127.0.0.1;")
                .replace(" resolve ", " ")
                .replace("/var/cache/dayreel", folder.resolve("cache").toString())
                .replace("listen 8080;", "listen 127.0.0.1:" + edge.getPort() + ";")
                .replace("listen 8081;", "listen 127.0.0.1:" + health.getPort() + ";");
        for (Map.Entry<String, Integer> port : ports.entrySet()) {
            String service = port.getKey().equals("device_origin")
                    ? "streamer-peers"
                    : port.getKey().replace("any_origin", "streamer");
            text = text.replaceAll(
                    "server dayreel-" + service + "\\.dayreel\\.svc\\.cluster\\.local:8080",
                    "server 127.0.0.1:" + port.getValue());
        }
        return text;
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
        servers.forEach(server -> server.stop(0));
    }

    private HttpResponse<String> ask(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(edge.resolve(path))
                .method(
                        method,
                        method.equals("POST") ? BodyPublishers.ofByteArray(new byte[LARGE]) : BodyPublishers.noBody())
                .header("Authorization", "Bearer token")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-For", "127.0.0.1")
                .timeout(Duration.ofSeconds(20))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /v1/ingest, ingest",
        "POST, /v1/devices/cam/frames, ingest",
        "POST, /v1/udp-sessions, ingest",
        "GET, /v1/devices/cam/frames?from=1, any_origin",
        "GET, /v1/devices/cam/watch, any_origin",
        "GET, /v1/devices/cam/access, any_origin",
        "GET, /v1/devices/cam/clip.mp4, any_origin",
        "GET, /v1/devices/cam/thumbnail.jpg, any_origin",
        "POST, /v1/devices/cam/viewer-reports, any_origin",
        "POST, /v1/signed-addresses, any_origin",
        "GET, /v1/signed/token/devices/cam/frames, any_origin",
        "GET, /, any_origin",
        "GET, /assets/page.js, any_origin",
        "GET, /v1/devices/cam/days/2026-11-21/received, sync",
        "GET, /v1/devices/cam/days/2026-11-21/missing, sync",
        "GET, /v1/devices/cam/days/2026-11-21/completeness, sync",
        "GET, /v1/devices/cam/days/2026-11-21/repairs, sync",
        "POST, /v1/devices/cam/days/2026-11-21/resends, sync",
        "GET, /v1/devices/cam/resends, sync",
        "GET, /v1/completeness?day=2026-11-21, sync",
        "GET, /v1/devices, indexer",
        "GET, /v1/devices/cam, indexer",
        "GET, /v1/devices/cam/days, indexer",
        "GET, /v1/devices/cam/days/2026-11-21/timeline, indexer",
        "GET, /v1/devices/cam/events, indexer",
        "GET, /v1/seal-key, indexer",
        "POST, /v1/reindex, indexer",
        "GET, /v1/reindex/1, indexer"
    })
    void aRequestGoesToItsService(String method, String path, String service) throws Exception {
        HttpResponse<String> answer = ask(method, path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(service + " https Bearer token[]");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/devices/cam/hls.m3u8",
        "/v1/devices/cam/media/15000-1/v0/1.m4s",
        "/v1/signed/token/devices/cam/hls.m3u8"
    })
    void mediaComesFromTheDevicesOwnStreamer(String path) throws Exception {
        assertThat(ask("GET", path).body()).startsWith("device_origin ").contains("Bearer token");
    }

    @ParameterizedTest
    @CsvSource({"/q/health", "/q/metrics", "/v1/internal/tails/cam", "/v1/retention/share"})
    void whatIsBetweenServicesStaysInside(String path) throws Exception {
        assertThat(ask("GET", path).statusCode()).isEqualTo(404);
    }

    @Test
    void theEdgeSaysHowEachServiceIs() throws Exception {
        for (String service : List.of("ingest", "indexer", "streamer", "sync")) {
            HttpRequest request =
                    HttpRequest.newBuilder(health.resolve("/health/" + service)).build();

            assertThat(http.send(request, BodyHandlers.ofString()).statusCode())
                    .as(service)
                    .isEqualTo(200);
        }
    }

    /** The script of the chart's test pod, with the addresses of this machine. */
    @Test
    void helmTestPassesWhereAllAnswersAndFailsWhereOneDoesNot(@TempDir Path chartCopy) throws Exception {
        String script = Chart.copiedTo(chartCopy).manifests(Chart.Order.of("values-small.yaml")).stream()
                .filter(manifest -> manifest.id().equals("Pod/dayreel-test"))
                .findFirst()
                .orElseThrow()
                .containers()
                .get(0)
                .path("command")
                .path(2)
                .asText()
                .replace("$edge-health:8081", health.toString())
                .replace("$edge:80", edge.toString());
        String writer = "http://dayreel-writer-peers:8080";

        assertThat(exitValue(script.replace(writer, health + "/health/sync?"))).isZero();
        assertThat(exitValue(script.replace(writer, "http://127.0.0.1:" + FreePort.next())))
                .isNotZero();
        assertThat(exitValue(script.replace("/v1/devices", "/"))).isNotZero();
    }

    private int exitValue(String script) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("/bin/sh", "-c", script)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("helm-test.out").toFile())
                .start();
        assertThat(shell.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return shell.exitValue();
    }
}
