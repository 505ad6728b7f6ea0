package io.dayreel.streamer.relay;

import io.dayreel.access.SharedSecretTokens;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.peers.PeerClient;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The relay's side: one connection to the owner of a tail. Messages are handled one at a time, then the next is asked for. */
final class OwnerConnection implements WebSocket.Listener, AutoCloseable {
    /** The owner must answer in this time; otherwise the partition is read from Kafka. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** An owner that has the connection and says nothing for that long, pongs included, hangs. */
    static final Duration SILENCE = Duration.ofSeconds(3);

    private static final long PING_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int MAX_MESSAGE = 6 << 20;

    private final Handler handler;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private WebSocket socket;
    private long pingedNanos = System.nanoTime();
    private CompletableFuture<?> ping = CompletableFuture.completedFuture(null);
    private volatile long heardNanos = System.nanoTime();

    /** What comes from the owner. */
    interface Handler {
        void message(byte[] fed);

        void complete();
    }

    private OwnerConnection(Handler handler) {
        this.handler = handler;
    }

    /** @throws TimeoutException or ExecutionException if the owner does not take the connection */
    static OwnerConnection open(
            HttpClient http, URI owner, DeviceId device, long after, SharedSecretTokens tokens, Handler handler)
            throws TimeoutException, ExecutionException, InterruptedException {
        OwnerConnection connection = new OwnerConnection(handler);
        String address = owner.toString().replaceFirst("^http", "ws").replaceFirst("/+$", "") + "/v1/internal/tails/"
                + device.device() + "?after=" + after;
        connection.socket = http.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .header("Authorization", "Bearer " + tokens.service("streamer"))
                .header(PeerClient.TENANT_HEADER, device.tenant())
                .buildAsync(URI.create(address), connection)
                .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        return connection;
    }

    /**
     * Pings the owner meanwhile; called by one thread.
     *
     * @return whether the connection ended within the time
     * @throws TimeoutException if nothing has been heard of the owner for {@link #SILENCE}
     */
    boolean awaitEnd(Duration patience) throws InterruptedException, TimeoutException {
        long now = System.nanoTime();
        if (now - heardNanos > SILENCE.toNanos()) {
            throw new TimeoutException("nothing was heard of it for " + SILENCE.toSeconds() + " s");
        }
        if (now - pingedNanos > PING_NANOS && ping.isDone()) {
            pingedNanos = now;
            ping = socket.sendPing(ByteBuffer.allocate(0));
        }
        return ended.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket webSocket, ByteBuffer data) {
        heardNanos = System.nanoTime();
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        message.writeBytes(part);
        if (message.size() > MAX_MESSAGE) {
            close();
            return null;
        }
        if (last) {
            byte[] whole = message.toByteArray();
            message.reset();
            handler.message(whole);
        }
        heardNanos = System.nanoTime();
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        handler.complete();
        heardNanos = System.nanoTime();
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        ended.countDown();
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        ended.countDown();
    }

    @Override
    public void close() {
        ended.countDown();
        if (socket != null) {
            socket.abort();
        }
    }
}
