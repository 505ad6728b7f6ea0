package io.dayreel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dayreel.store.ObjectStoreLocation.S3Settings;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.s3.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store reached with the keys that a machine's metadata service gives for a role. */
class RoleAccessIT {
    private static final String BUCKET = "dayreel-test";

    @TempDir
    Path files;

    private S3Server server;
    private HttpServer metadata;
    private final AtomicInteger given = new AtomicInteger();
    private volatile Instant keysEnd = Instant.now().plus(6, ChronoUnit.HOURS);

    @BeforeEach
    void start() throws IOException {
        server = S3Server.startForSessions(files.resolve("s3")).withBucket(BUCKET);
        metadata = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        metadata.createContext("/latest/api/token", exchange -> answer(exchange, 200, "token"));
        metadata.createContext(
                "/latest/meta-data/iam/security-credentials/",
                exchange -> answer(
                        exchange, 200, exchange.getRequestURI().getPath().endsWith("/writer") ? keys() : "writer"));
        metadata.start();
    }

    @AfterEach
    void stop() {
        metadata.stop(0);
        server.close();
    }

    @Covers("B11")
    @Test
    void keysOfARoleAreFetchedAndUsedUntilTheyEnd() {
        try (ObjectStore store = open(Optional.of(metadataEndpoint()))) {
            store.put("a", text("x"));
            store.put("b", text("y"));

            assertThat(store.readAll("a", 10)).isEqualTo(text("x"));
            assertThat(given).hasValue(1);
        }
    }

    @Covers("B11")
    @Test
    void keysThatAreAboutToEndAreFetchedAnew() {
        keysEnd = Instant.now().plus(1, ChronoUnit.SECONDS);
        try (ObjectStore store = open(Optional.of(metadataEndpoint()))) {
            store.put("a", text("x"));
            keysEnd = Instant.now().plus(6, ChronoUnit.HOURS);
            store.put("b", text("y"));

            assertThat(store.readAll("b", 10)).isEqualTo(text("y"));
            assertThat(given).hasValueGreaterThan(1);
        }
    }

    @Test
    void whoeverGivesNoKeysIsNamed() {
        metadata.removeContext("/latest/meta-data/iam/security-credentials/");
        try (ObjectStore store = open(Optional.of(metadataEndpoint()))) {
            assertThatThrownBy(() -> store.put("a", text("x")))
                    .isInstanceOf(ObjectStoreException.Unavailable.class)
                    .hasMessageContaining("the role of this process");
        }
    }

    private ObjectStore open(Optional<URI> endpoint) {
        S3Settings settings = new S3Settings(
                Optional.of(server.endpoint()), S3Settings.DEFAULT_REGION, new S3Access.Role(endpoint), true);
        return ObjectStores.open(ObjectStoreLocation.of("s3://" + BUCKET, settings));
    }

    private URI metadataEndpoint() {
        return URI.create("http://127.0.0.1:" + metadata.getAddress().getPort());
    }

    private String keys() {
        given.incrementAndGet();
        return """
                {"Code":"Success","Type":"AWS-HMAC","AccessKeyId":"%s","SecretAccessKey":"%s","Token":"session",
                "LastUpdated":"%s","Expiration":"%s"}""".formatted(
                        server.credentials().accessKey(),
                        server.credentials().secretKey(),
                        Instant.now().truncatedTo(ChronoUnit.SECONDS),
                        keysEnd.truncatedTo(ChronoUnit.SECONDS));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
