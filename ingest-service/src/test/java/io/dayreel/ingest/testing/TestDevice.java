package io.dayreel.ingest.testing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A device on the JDK's WebSocket client. Collects what it is told. */
public final class TestDevice implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();
    private volatile String closeReason = "";
    private WebSocket socket;

    private TestDevice() {}

    /** Connects with a bearer token, without a hello. */
    public static TestDevice connect(int port, String token, String query) {
        TestDevice device = new TestDevice();
        device.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create("ws://localhost:" + port + "/v1/ingest" + query), device)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        return device;
    }

    /** As browsers do: the token in a subprotocol. */
    public static TestDevice connectWithSubprotocol(int port, String token) {
        TestDevice device = new TestDevice();
        device.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .subprotocols("dayreel.device.v1", "dayreel.bearer." + token)
                .buildAsync(URI.create("ws://localhost:" + port + "/v1/ingest"), device)
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
        return device;
    }

    /** Sends a hello without runs and waits for the welcome. */
    public TestDevice hello(String wants) {
        sendText("{\"type\":\"hello\",\"agent\":\"test\",\"wants\":\"" + wants + "\",\"runs\":[]}");
        awaitMessage("welcome");
        return this;
    }

    public TestDevice sendText(String message) {
        socket.sendText(message, true).orTimeout(10, TimeUnit.SECONDS).join();
        return this;
    }

    public TestDevice send(byte[] message) {
        sending(message).orTimeout(20, TimeUnit.SECONDS).join();
        return this;
    }

    /** Sends without waiting; one at a time. */
    public CompletableFuture<WebSocket> sending(byte[] message) {
        return socket.sendBinary(ByteBuffer.wrap(message), true);
    }

    /** Waits for the first message of a type. */
    public JsonNode awaitMessage(String type) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> messages.stream()
                                .filter(message ->
                                        type.equals(message.path("type").asText()))
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
    }

    /** Counters acknowledged so far at a level, of one run. */
    public CounterRanges acknowledged(String level, Day day, int run) {
        CounterRanges all = new CounterRanges();
        for (JsonNode message : messages) {
            if (message.path("type").asText().equals("ack")
                    && message.path("level").asText().equals(level)
                    && message.path("day").asText().equals(day.toString())
                    && message.path("run").asInt() == run) {
                message.path("ranges")
                        .forEach(range ->
                                all.add(range.get(0).asLong(), range.get(1).asLong()));
            }
        }
        return all;
    }

    /** Waits until exactly these counters are acknowledged. */
    public void awaitAcknowledged(String level, Day day, int run, long first, long last) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> acknowledged(level, day, run).containsAll(first, last));
    }

    public int awaitClose() {
        return closed.orTimeout(20, TimeUnit.SECONDS).join();
    }

    public String closeReason() {
        return closeReason;
    }

    public boolean isClosed() {
        return closed.isDone();
    }

    public String subprotocol() {
        return socket.getSubprotocol();
    }

    public List<JsonNode> messages() {
        return messages;
    }

    /** Cuts the connection without a close frame. */
    public void vanish() {
        socket.abort();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                messages.add(JSON.readTree(text.toString()));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
            text.setLength(0);
        }
        from.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closeReason = reason;
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
