package io.dayreel.streamer.websocket;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.streamer.playback.ViewerSink;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes to a viewer's socket without copying frames. What was written and not yet taken by the network is counted; at
 * the bound the viewer counts as full, and once half of it is gone the session is woken. Thread-safe.
 */
final class VertxViewer implements ViewerSink {
    private static final int MESSAGE_OVERHEAD = 64;

    private final ServerWebSocket socket;
    private final long maxBytes;
    private final AtomicLong onTheWay = new AtomicLong();
    private volatile Runnable wake = () -> {};
    private volatile boolean full;

    VertxViewer(ServerWebSocket socket, long maxBytes) {
        this.socket = socket;
        this.maxBytes = maxBytes;
    }

    /** @param newWake called when there is room again */
    void onRoom(Runnable newWake) {
        wake = newWake;
    }

    @Override
    public void send(ViewerMessage message) {
        String text = Json.write(message);
        if (!socket.isClosed()) {
            count(socket.writeTextMessage(text), text.length());
        }
    }

    @Override
    @SuppressWarnings("deprecation") // the only way in Vert.x 4 to write bytes of a shared array without a copy
    public void frames(byte[] array, int from, int to) {
        if (!socket.isClosed()) {
            Buffer buffer = Buffer.buffer(Unpooled.wrappedBuffer(array, from, to - from));
            count(socket.writeBinaryMessage(buffer), to - from);
        }
    }

    private void count(Future<Void> written, int length) {
        int size = length + MESSAGE_OVERHEAD;
        onTheWay.addAndGet(size);
        written.onComplete(done -> {
            long left = onTheWay.addAndGet(-size);
            if (full && left <= maxBytes / 2) {
                full = false;
                wake.run();
            }
        });
    }

    @Override
    public boolean isFull() {
        if (onTheWay.get() < maxBytes) {
            return false;
        }
        full = true;
        // Everything may have been taken between the two lines above; then nobody else would wake the session.
        return onTheWay.get() > maxBytes / 2;
    }

    @Override
    public void close(int code, String reason) {
        if (!socket.isClosed()) {
            socket.close((short) code, reason);
        }
    }
}
