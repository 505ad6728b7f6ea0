package io.dayreel.cli.socket;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where an installation is and who asks.
 *
 * @param base {@code http} or {@code https}, without a path at its end
 * @param token bearer token, if there is one
 * @param trust whose certificates to trust over https; those of the Java runtime if empty
 */
public record ServerAddress(URI base, Optional<String> token, Optional<SSLContext> trust) {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    public ServerAddress {
        if (base.getHost() == null
                || !(base.getScheme().equals("http") || base.getScheme().equals("https"))) {
            throw new IllegalArgumentException(
                    "a server is given like http://localhost:8080 or https://video.example.org, not '" + base + "'");
        }
    }

    /** @throws IllegalArgumentException unless it is an http or https address */
    public static ServerAddress of(String server, Optional<String> token) {
        String trimmed = server.replaceAll("/+$", "");
        URI uri;
        try {
            uri = URI.create(trimmed);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + server + "' is no address: give one like http://localhost:8080", e);
        }
        if (uri.getScheme() == null) {
            throw new IllegalArgumentException(
                    "a server's address begins with http:// or https://, which '" + server + "' does not");
        }
        return new ServerAddress(uri, token, Optional.empty());
    }

    public ServerAddress withToken(String newToken) {
        return new ServerAddress(base, Optional.of(newToken), trust);
    }

    /**
     * With the certificates of a PEM file as the only ones that are trusted.
     *
     * @throws IOException if they cannot be read
     */
    public ServerAddress trusting(Path pem) throws IOException {
        return new ServerAddress(base, token, Optional.of(TrustedCertificates.of(pem)));
    }

    /** A client for this server. */
    public HttpClient newClient() {
        HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT);
        trust.ifPresent(builder::sslContext);
        return builder.build();
    }

    /** The address of a WebSocket. @param pathAndQuery begins with a slash */
    public URI socket(String pathAndQuery) {
        String scheme = base.getScheme().toLowerCase(Locale.ROOT).equals("https") ? "wss" : "ws";
        return URI.create(scheme + base.toString().substring(base.getScheme().length()) + pathAndQuery);
    }

    /** The address of a resource. @param pathAndQuery begins with a slash */
    public URI resource(String pathAndQuery) {
        return URI.create(base + pathAndQuery);
    }

    /** A value as it stands in a query. */
    public static String encode(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The address only; never the token. */
    @Override
    public String toString() {
        return base.toString();
    }
}
