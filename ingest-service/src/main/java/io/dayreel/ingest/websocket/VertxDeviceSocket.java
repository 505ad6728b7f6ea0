package io.dayreel.ingest.websocket;

import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.contracts.json.Json;
import io.dayreel.ingest.session.DeviceSocket;
import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.nio.charset.StandardCharsets;

/**
 * A device's connection over Vert.x. Reading is stopped at the channel itself: Vert.x's own pause would let 16 more frames
 * of any size into memory.
 */
final class VertxDeviceSocket implements DeviceSocket {
    private static final int MAX_REASON_BYTES = 120;

    private final ServerWebSocket socket;
    private final Channel channel;
    private final Context context;
    private boolean closing;

    VertxDeviceSocket(ServerWebSocket socket, Channel channel, Context context) {
        this.socket = socket;
        this.channel = channel;
        this.context = context;
    }

    @Override
    public void send(ServerMessage message) {
        if (!closing && !socket.isClosed()) {
            socket.writeTextMessage(Json.write(message));
        }
    }

    @Override
    public boolean isWritable() {
        return !socket.writeQueueFull();
    }

    @Override
    public void stopReading() {
        channel.config().setAutoRead(false);
    }

    @Override
    public void goOnReading() {
        channel.config().setAutoRead(true);
    }

    @Override
    public void ping() {
        if (!closing && !socket.isClosed()) {
            socket.writePing(Buffer.buffer());
        }
    }

    @Override
    public void close(int code, String reason) {
        if (!closing && !socket.isClosed()) {
            closing = true;
            socket.close((short) code, shortened(reason));
        }
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(ignored -> task.run());
    }

    /** A close frame has room for 123 bytes of text. */
    static String shortened(String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MAX_REASON_BYTES) {
            return reason;
        }
        int end = MAX_REASON_BYTES - 3;
        while ((bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8) + "…";
    }
}
