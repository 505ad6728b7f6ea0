package io.dayreel.benchmarks.load;

import io.dayreel.protocol.frame.FrameLayout;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.function.LongConsumer;

/** One live viewer, which reads as fast as it is sent to. Used on the generator's event loop only. */
final class Viewer {
    private final LoadOrder order;
    private final LongConsumer onFrame;
    private final Promise<Void> watching = Promise.promise();
    private WebSocket socket;
    private long lastCounter = -1;
    private long skipped;

    /** @param onFrame told the counter of each frame of the order's run */
    Viewer(LoadOrder order, LongConsumer onFrame) {
        this.order = order;
        this.onFrame = onFrame;
    }

    /** Connects, and completes with the first message. */
    Future<Void> connect(WebSocketClient client, LoadOrder.Party party) {
        client.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(order.viewerPort())
                        .setURI("/v1/devices/" + party.device() + "/watch?from=live")
                        .addHeader("Authorization", "Bearer " + party.token()))
                .onSuccess(this::watch)
                .onFailure(watching::tryFail);
        return watching.future();
    }

    private void watch(WebSocket connected) {
        socket = connected;
        socket.textMessageHandler(text -> {
            watching.tryComplete();
            skipped += text.contains("\"skipped\"") ? 1 : 0;
        });
        socket.binaryMessageHandler(this::frames);
        socket.closeHandler(
                closed -> watching.tryFail("closed: " + socket.closeStatusCode() + " " + socket.closeReason()));
    }

    private void frames(Buffer message) {
        int at = 0;
        while (at + FrameLayout.HEADER_LENGTH <= message.length()) {
            if (message.getUnsignedShort(at + FrameLayout.DAY_AT) == order.day()
                    && message.getUnsignedShort(at + FrameLayout.RUN_AT) == order.run()) {
                lastCounter = message.getUnsignedInt(at + FrameLayout.COUNTER_AT);
                onFrame.accept(lastCounter);
            }
            at += FrameLayout.HEADER_LENGTH + message.getInt(at + FrameLayout.BODY_LENGTH_AT);
        }
    }

    /** The newest frame that it has seen; -1 before the first. */
    long lastCounter() {
        return lastCounter;
    }

    long skipped() {
        return skipped;
    }

    Future<Void> close() {
        if (socket == null) {
            return Future.succeededFuture();
        }
        socket.closeHandler(closed -> {});
        return socket.close().otherwiseEmpty();
    }
}
