package io.dayreel.streamer.websocket;

import io.dayreel.protocol.frame.FrameView;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** A viewer on a real WebSocket. */
final class SocketViewer implements WebSocket.Listener, AutoCloseable {
    private final List<Long> counters = new CopyOnWriteArrayList<>();
    private final List<byte[]> frames = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();
    private final AtomicInteger pings = new AtomicInteger();
    private volatile int closeCode;
    private WebSocket socket;

    static SocketViewer open(URI address, String token) {
        SocketViewer viewer = new SocketViewer();
        var builder = HttpClient.newHttpClient().newWebSocketBuilder().connectTimeout(Duration.ofSeconds(5));
        if (!token.isEmpty()) {
            builder.header("Authorization", "Bearer " + token);
        }
        viewer.socket = builder.buildAsync(address, viewer).join();
        return viewer;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        binary.writeBytes(part);
        if (last) {
            byte[] message = binary.toByteArray();
            binary.reset();
            FrameView view = new FrameView();
            for (int at = 0; at < message.length; at = view.end()) {
                view.wrap(message, at, message.length).checkCrc();
                counters.add(view.counter());
                frames.add(view.messageBytes());
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            messages.add(text.toString());
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer data) {
        pings.incrementAndGet();
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        return null;
    }

    void send(String message) {
        socket.sendText(message, true).join();
    }

    List<Long> counters() {
        return counters;
    }

    List<byte[]> frames() {
        return frames;
    }

    List<String> messages() {
        return messages;
    }

    /** Pings that came; each was answered. */
    int pings() {
        return pings.get();
    }

    int closeCode() {
        return closeCode;
    }

    void awaitFrames(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> counters.size() >= count);
    }

    void awaitMessage(String part) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> messages.stream()
                .anyMatch(message -> message.contains(part)));
    }

    @Override
    public void close() {
        socket.abort();
    }
}
