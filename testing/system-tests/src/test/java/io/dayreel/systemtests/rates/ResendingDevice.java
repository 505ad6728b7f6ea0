package io.dayreel.systemtests.rates;

import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.testkit.camera.Camera;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A device on a WebSocket that has everything it captured, forgot what was acknowledged, and sends what it is told to and
 * what it is asked for.
 */
final class ResendingDevice implements WebSocket.Listener, AutoCloseable {
    private static final int FRAMES_PER_MESSAGE = 10;
    private static final long SECONDS = 20;

    private final Camera camera;
    private final CountDownLatch welcomed = new CountDownLatch(1);
    private final StringBuilder text = new StringBuilder();
    private final ExecutorService sender = Executors.newSingleThreadExecutor();
    private volatile WebSocket socket;
    private volatile OptionalLong firstAskedNanos = OptionalLong.empty();

    private ResendingDevice(Camera camera) {
        this.camera = camera;
    }

    /** @param captured number of frames that it has */
    static ResendingDevice connect(Camera camera, URI ingest, String token, long captured) throws Exception {
        ResendingDevice device = new ResendingDevice(camera);
        device.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + token)
                .buildAsync(URI.create(ingest.toString().replaceFirst("^http", "ws") + "/v1/ingest"), device)
                .get(SECONDS, TimeUnit.SECONDS);
        device.say(new DeviceMessage.Hello(
                "resending-device",
                Level.RECEIVED,
                List.of(new DeviceMessage.AnnouncedRun(
                        camera.stream().day(), camera.run(), captured, new CounterRanges()))));
        if (!device.welcomed.await(SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no welcome");
        }
        return device;
    }

    private void say(DeviceMessage message) throws Exception {
        socket.sendText(Json.write(message), true).get(SECONDS, TimeUnit.SECONDS);
    }

    /** Sends frames, at most so many a second. */
    void send(long first, long last, double framesPerSecond) throws Exception {
        long start = System.nanoTime();
        for (long from = first; from <= last; from += FRAMES_PER_MESSAGE) {
            long to = Math.min(last, from + FRAMES_PER_MESSAGE - 1);
            for (byte[] message : camera.sends(from, to).messages(FRAMES_PER_MESSAGE)) {
                socket.sendBinary(ByteBuffer.wrap(message), true).get(SECONDS, TimeUnit.SECONDS);
            }
            long due = start + (long) ((to - first + 1) * 1e9 / framesPerSecond);
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            heard(Json.read(text.toString(), ServerMessage.class));
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private void heard(ServerMessage message) {
        if (message instanceof ServerMessage.Welcome) {
            welcomed.countDown();
        } else if (message instanceof ServerMessage.Resend resend) {
            if (firstAskedNanos.isEmpty()) {
                firstAskedNanos = OptionalLong.of(System.nanoTime());
            }
            sender.submit(() -> {
                answer(resend);
                return Optional.empty();
            });
        }
    }

    private void answer(ServerMessage.Resend asked) throws Exception {
        say(new DeviceMessage.Have(asked.day(), asked.run(), asked.ranges(), asked.ranges(), asked.request()));
        for (CounterRange range : asked.ranges().ranges()) {
            send(range.first(), range.last(), asked.maxRate());
        }
    }

    /** When it was asked for frames for the first time, by {@link System#nanoTime}. */
    OptionalLong firstAskedNanos() {
        return firstAskedNanos;
    }

    @Override
    public void close() {
        sender.shutdownNow();
        socket.abort();
    }
}
