package io.dayreel.systemtests.cloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** REST calls as a customer's program makes them, without any of the product's own classes. */
public final class Rest {
    /** In place of a method: open a WebSocket. */
    public static final String UPGRADE = "UPGRADE";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final URI base;
    private final String token;

    /** @param token empty to call without one */
    public Rest(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** An answer: status and, where there is one, the JSON body. */
    public record Answer(int status, JsonNode body) {}

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer post(String path, String json) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json)));
    }

    /** @param method of HTTP, or {@link #UPGRADE} to open a WebSocket */
    public Answer call(String method, String path) {
        return method.equals(UPGRADE)
                ? upgrade(path)
                : send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
    }

    /** Asks for a WebSocket. One that is granted answers with the code that the server closes it with, or else 101. */
    private Answer upgrade(String path) {
        URI address = URI.create(base.resolve(path).toString().replaceFirst("^http", "ws"));
        WebSocket.Builder socket = http.newWebSocketBuilder().connectTimeout(LIMIT);
        if (!token.isEmpty()) {
            socket.header("Authorization", "Bearer " + token);
        }
        try {
            CompletableFuture<Integer> closed = new CompletableFuture<>();
            WebSocket granted =
                    socket.buildAsync(address, new CloseListener(closed)).join();
            int status = closed.completeOnTimeout(101, 3, TimeUnit.SECONDS).join();
            granted.abort();
            return new Answer(status, JSON.nullNode());
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return new Answer(refused.getResponse().statusCode(), JSON.nullNode());
            }
            throw e;
        }
    }

    private record CloseListener(CompletableFuture<Integer> closed) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            closed.complete(code);
            return null;
        }
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT);
        return token.isEmpty() ? request : request.header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            boolean json = response.headers()
                    .firstValue("Content-Type")
                    .map(type -> type.contains("json"))
                    .orElse(false);
            return new Answer(response.statusCode(), json ? JSON.readTree(response.body()) : JSON.nullNode());
        } catch (IOException e) {
            throw new UncheckedIOException("no answer from " + base, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
