package io.dayreel.cli.socket;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * Where an installation is and who asks.
 *
 * @param base {@code http} or {@code https}, without a path at its end
 * @param token bearer token, if there is one
 */
public record ServerAddress(URI base, Optional<String> token) {

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
        return new ServerAddress(uri, token);
    }

    public ServerAddress withToken(String newToken) {
        return new ServerAddress(base, Optional.of(newToken));
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
