package io.dayreel.systemtests.checker;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A device's timeline as one viewer gets it, as fast as it reads. */
final class Timeline implements WebSocket.Listener {
    private final List<WireFrame> frames = new ArrayList<>();
    private final Set<FrameKey> wanted;
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private final StringBuilder text = new StringBuilder();
    private boolean over;
    private boolean live;
    private String problem = "";

    private Timeline(Set<FrameKey> wanted) {
        this.wanted = new HashSet<>(wanted);
    }

    /**
     * Plays until all wanted frames came and the live end is reached, or nothing comes for {@code patience}.
     *
     * @param from {@code start} or day/run/counter
     * @throws IOException if there is no connection, or what comes is no frame
     */
    static List<WireFrame> play(
            HttpClient http,
            URI streamer,
            String token,
            String device,
            String from,
            Set<FrameKey> wanted,
            Duration patience)
            throws IOException, InterruptedException {
        Timeline timeline = new Timeline(wanted);
        URI address = URI.create(streamer.toString().replaceFirst("^http", "ws") + "/v1/devices/" + device
                + "/watch?speed=max&from=" + from);
        try {
            WebSocket socket = http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .connectTimeout(Duration.ofSeconds(5))
                    .buildAsync(address, timeline)
                    .get(8, TimeUnit.SECONDS);
            try {
                return timeline.awaitEnd(patience);
            } finally {
                socket.abort();
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("cannot watch " + address, e);
        }
    }

    private synchronized List<WireFrame> awaitEnd(Duration patience) throws IOException, InterruptedException {
        int before = -1;
        while (!over && !(wanted.isEmpty() && live) && frames.size() != before) {
            before = frames.size();
            long deadline = System.nanoTime() + patience.toNanos();
            while (!over && !(wanted.isEmpty() && live) && System.nanoTime() < deadline) {
                wait(100);
            }
        }
        if (!problem.isEmpty()) {
            throw new IOException(problem);
        }
        return List.copyOf(frames);
    }

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        binary.writeBytes(part);
        if (last) {
            byte[] message = binary.toByteArray();
            binary.reset();
            try {
                List<WireFrame> more = WireFrame.all(message, 0, message.length);
                frames.addAll(more);
                more.forEach(frame -> wanted.remove(frame.key()));
            } catch (IOException e) {
                end("a viewer got " + e.getMessage());
            }
            notifyAll();
        }
        socket.request(1);
        return null;
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            live |= text.indexOf("\"type\":\"live\"") >= 0;
            text.setLength(0);
            notifyAll();
        }
        socket.request(1);
        return null;
    }

    @Override
    public synchronized CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        end("closed with " + code + " " + reason);
        return null;
    }

    @Override
    public synchronized void onError(WebSocket socket, Throwable error) {
        end("broken: " + error);
    }

    private void end(String why) {
        over = true;
        problem = why;
        notifyAll();
    }
}
