package io.dayreel.systemtests.hls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Requests as players make them, redirects and all. */
public final class HlsClient {
    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final HttpClient following;
    private final HttpClient staying;
    private final String token;

    /** @param token empty to call without one */
    public HlsClient(String token) {
        this(
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .followRedirects(HttpClient.Redirect.NORMAL)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build(),
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(Duration.ofSeconds(5))
                        .build(),
                token);
    }

    private HlsClient(HttpClient following, HttpClient staying, String token) {
        this.following = following;
        this.staying = staying;
        this.token = token;
    }

    /** One with another token, over the same threads. */
    public HlsClient as(String otherToken) {
        return new HlsClient(following, staying, otherToken);
    }

    /** An answer, with the address that it came from in the end. */
    public record Answer(int status, byte[] body, HttpResponse<byte[]> raw) {
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public Optional<String> header(String name) {
            return raw.headers().firstValue(name);
        }

        public URI address() {
            return raw.uri();
        }
    }

    /** @param headers names and values */
    public Answer get(URI address, String... headers) {
        return send(following, "GET", address, headers);
    }

    /** Without following a redirect. */
    public Answer ask(String method, URI address, String... headers) {
        return send(staying, method, address, headers);
    }

    /** A playlist, which has to be there. */
    public Playlist playlist(URI address) {
        Answer answer = get(address);
        if (answer.status() != 200) {
            throw new AssertionError(answer.status() + " for " + address + ": " + answer.text());
        }
        return new Playlist(answer.address(), answer.text());
    }

    private Answer send(HttpClient client, String method, URI address, String... headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).timeout(LIMIT).method(method, HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
