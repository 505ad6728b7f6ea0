package io.dayreel.systemtests.viewer;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A viewer that writes down every frame and message that it gets, in order. Thread-safe to read while it plays. */
public final class RecordingViewer implements WebSocket.Listener, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<SeenFrame> frames = Collections.synchronizedList(new ArrayList<>());
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private final FrameView view = new FrameView();
    private volatile WebSocket socket;
    private volatile boolean ended;
    private volatile int closeCode;

    private RecordingViewer() {}

    /** @param query such as {@code from=start&speed=max} */
    public static RecordingViewer watch(URI streamer, String token, String device, String query) {
        RecordingViewer viewer = new RecordingViewer();
        URI address = URI.create(
                streamer.toString().replaceFirst("^http", "ws") + "/v1/devices/" + device + "/watch?" + query);
        try {
            viewer.socket = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .connectTimeout(Duration.ofSeconds(10))
                    .buildAsync(address, viewer)
                    .get(15, TimeUnit.SECONDS);
            return viewer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("cannot watch " + address, e);
        }
    }

    /** Capture time of the first picture that a live device sent, µs since 1970-01-01. @param limit to wait for it */
    public static long firstPictureMicros(URI streamer, String token, String device, Duration limit) {
        return await().atMost(limit)
                .ignoreExceptionsInstanceOf(
                        IllegalStateException.class) // nobody knows the device before its first frame
                .until(() -> firstPicture(streamer, token, device), Optional::isPresent)
                .orElseThrow()
                .timeMicros();
    }

    private static Optional<SeenFrame> firstPicture(URI streamer, String token, String device) {
        try (RecordingViewer viewer = watch(streamer, token, device, "from=start")) {
            await().pollDelay(Duration.ZERO)
                    .until(() -> viewer.frames().stream().anyMatch(frame -> frame.type() == FrameType.VIDEO));
            return viewer.frames().stream()
                    .filter(frame -> frame.type() == FrameType.VIDEO)
                    .findFirst();
        }
    }

    /** Frames in order of arrival. */
    public List<SeenFrame> frames() {
        synchronized (frames) {
            return List.copyOf(frames);
        }
    }

    /** Number of frames so far. */
    public int count() {
        return frames.size();
    }

    /** Text messages in order of arrival. */
    public List<JsonNode> messages() {
        return List.copyOf(messages);
    }

    /** Text messages of a type. */
    public List<JsonNode> messages(String type) {
        return messages.stream()
                .filter(message -> message.path("type").asText().equals(type))
                .toList();
    }

    /** Whether the server said end or closed. */
    public boolean hasEnded() {
        return ended;
    }

    public int closeCode() {
        return closeCode;
    }

    public void command(String json) {
        socket.sendText(json, true).join();
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        binary.writeBytes(part);
        if (last) {
            byte[] message = binary.toByteArray();
            binary.reset();
            int at = 0;
            while (at < message.length) {
                view.wrap(message, at, message.length).checkCrc();
                frames.add(SeenFrame.of(view));
                at = view.end();
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                JsonNode message = JSON.readTree(text.toString());
                messages.add(message);
                ended |= message.path("type").asText().equals("end");
            } catch (IOException e) {
                throw new UncheckedIOException("not JSON: " + text, e);
            } finally {
                text.setLength(0);
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        ended = true;
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        ended = true;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
