package io.dayreel.benchmarks.load;

import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameEncoder;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * One device. It sends what it was released to send, as far as its window of unacknowledged messages has room, and
 * counts a message as done when all of its frames are acknowledged. Talks to ingest ({@code ack} messages) and to the
 * bare relay ({@code confirmed N}). Used on the generator's event loop only.
 */
final class Device {
    private final LoadOrder order;
    private final FrameSource source;
    private final Promise<Void> welcomed = Promise.promise();
    private final CounterRanges acknowledged = new CounterRanges();
    private final LongConsumer onDone;
    private WebSocket socket;
    private Promise<Void> caughtUp = Promise.promise();
    private int window;
    private long next;
    private long done;
    private long released;

    /** @param onDone told the number of each message that is acknowledged, in order */
    Device(LoadOrder order, FrameSource source, LongConsumer onDone) {
        this.order = order;
        this.source = source;
        this.onDone = onDone;
        this.next = order.firstMessage();
        this.done = next;
        this.released = next;
    }

    /** Connects, greets, and completes when welcome. */
    Future<Void> connect(WebSocketClient client, LoadOrder.Party party) {
        client.connect(new WebSocketConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(order.port())
                        .setURI(order.path() + (order.path().contains("?") ? "&" : "?") + "device=" + party.device())
                        .addHeader("Authorization", "Bearer " + party.token()))
                .onSuccess(this::greet)
                .onFailure(welcomed::tryFail);
        return welcomed.future();
    }

    private void greet(WebSocket connected) {
        socket = connected;
        socket.textMessageHandler(this::control);
        socket.drainHandler(ready -> send());
        socket.closeHandler(closed -> fail("closed: " + socket.closeStatusCode() + " " + socket.closeReason()));
        socket.exceptionHandler(failure -> fail("failed: " + failure));
        var run = new DeviceMessage.AnnouncedRun(
                new Day(order.day()), order.run(), source.firstCounter(next), new CounterRanges());
        socket.writeTextMessage(Json.write(new DeviceMessage.Hello("dayreel-load", Level.RECEIVED, List.of(run))));
    }

    private void control(String text) {
        if (text.startsWith("confirmed ")) {
            settle(done + Long.parseLong(text.substring("confirmed ".length())));
            return;
        }
        ServerMessage message = Json.read(text, ServerMessage.class);
        if (message instanceof ServerMessage.Welcome welcome) {
            window = welcome.window();
            welcomed.tryComplete();
        } else if (message instanceof ServerMessage.Ack ack) {
            acknowledged.addAll(ack.ranges());
            long upTo = done;
            while (upTo < next && isAcknowledged(upTo)) {
                upTo++;
            }
            settle(upTo);
        } else if (message instanceof ServerMessage.Error) {
            fail(text);
        }
    }

    private boolean isAcknowledged(long message) {
        return acknowledged.containsAll(source.firstCounter(message), source.firstCounter(message + 1) - 1);
    }

    private void settle(long upTo) {
        while (done < upTo) {
            onDone.accept(done++);
        }
        send();
        if (done == released) {
            caughtUp.tryComplete();
        }
    }

    /** Completes when everything before {@code end} is acknowledged. */
    Future<Void> sendUntil(long end) {
        caughtUp = Promise.promise();
        release(end);
        if (done == end) {
            caughtUp.tryComplete();
        }
        return caughtUp.future();
    }

    /** Lets it send everything before {@code end}. */
    void release(long end) {
        released = end;
        send();
    }

    private void send() {
        while (next < released && next - done < window && !socket.writeQueueFull()) {
            send(Buffer.buffer(source.message(order.day(), order.run(), next++)));
        }
    }

    /** A frame that says that the run ends here; its acknowledgement is not awaited. */
    void endRun() {
        FrameHeader header = FrameHeader.of(FrameType.END_OF_RUN, Codec.JSON)
                .withFlags(FrameFlags.SYNC)
                .at(order.day(), order.run(), source.firstCounter(next));
        byte[] body = "{\"reason\":\"shutdown\"}".getBytes(StandardCharsets.UTF_8);
        send(Buffer.buffer(new FrameEncoder().encode(header, body)));
    }

    private void send(Buffer message) {
        socket.writeBinaryMessage(message).onFailure(failure -> fail("cannot send: " + failure));
    }

    Future<Void> close() {
        if (socket == null) {
            return Future.succeededFuture();
        }
        socket.closeHandler(closed -> {});
        return socket.close().otherwiseEmpty();
    }

    private void fail(String reason) {
        welcomed.tryFail(reason);
        caughtUp.tryFail(reason);
    }
}
