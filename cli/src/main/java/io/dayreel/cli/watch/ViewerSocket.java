package io.dayreel.cli.watch;

import io.dayreel.cli.socket.ConnectException;
import io.dayreel.cli.socket.MessageReceiver;
import io.dayreel.cli.socket.MessageSocket;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.json.JsonFormatException;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.frame.FrameLayout;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One viewer's connection, read message by message. At most {@value #READ_AHEAD} messages are held; a reader that does
 * not call holds the server back.
 */
public final class ViewerSocket implements AutoCloseable {
    private static final String PROTOCOL = "dayreel.viewer.v1";
    private static final int READ_AHEAD = 4;
    private static final Duration PING = Duration.ofSeconds(15);
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(30);

    private final BlockingQueue<Received> queue = new ArrayBlockingQueue<>(READ_AHEAD + 2);
    private final MessageSocket socket;
    private long lastPingNanos = System.nanoTime();

    /** What a connection brings. */
    public sealed interface Received {
        /** One or more whole frames. */
        record Frames(ByteBuffer frames) implements Received {}

        record Control(ViewerMessage message) implements Received {}

        /** The last of a connection. @param code 0 if it broke */
        record Closed(int code, String reason) implements Received {}
    }

    /** @throws ConnectException with a message for the user */
    public ViewerSocket(HttpClient client, WatchRequest request, String from)
            throws ConnectException, InterruptedException {
        this.socket = MessageSocket.connect(
                client,
                request.server().socket(request.pathFrom(from)),
                request.server().token(),
                PROTOCOL,
                FrameLayout.MAX_MESSAGE_LENGTH,
                new Receiver());
        for (int i = 1; i < READ_AHEAD; i++) {
            socket.readOn();
        }
    }

    /** The next message; empty if none came in time. */
    public Optional<Received> next(Duration atMost) throws InterruptedException {
        Optional<Received> received = Optional.ofNullable(queue.poll(atMost.toMillis(), TimeUnit.MILLISECONDS));
        if (received.isPresent() && !(received.get() instanceof Received.Closed)) {
            socket.readOn();
        }
        if (System.nanoTime() - lastPingNanos > PING.toNanos()) {
            lastPingNanos = System.nanoTime();
            try {
                socket.sendPing(SEND_TIMEOUT);
            } catch (IOException broken) {
                return Optional.of(received.orElse(new Received.Closed(0, broken.getMessage())));
            }
        }
        return received;
    }

    /** For how long nothing, a pong included, has arrived. */
    public Duration silence() {
        return queue.isEmpty() ? Duration.ofNanos(System.nanoTime() - socket.lastHeardNanos()) : Duration.ZERO;
    }

    @Override
    public void close() {
        queue.clear();
        socket.close();
    }

    private final class Receiver implements MessageReceiver {
        @Override
        public boolean text(String message) {
            try {
                queue.add(new Received.Control(Json.read(message, ViewerMessage.class)));
            } catch (JsonFormatException unknownType) {
                queue.add(new Received.Control(new ViewerMessage.Error("unknown-message", unknownType.getMessage())));
            }
            return false;
        }

        @Override
        public boolean binary(ByteBuffer message) {
            queue.add(new Received.Frames(message));
            return false;
        }

        @Override
        public void closed(int code, String reason) {
            queue.add(new Received.Closed(code, reason));
        }

        @Override
        public void failed(Throwable cause) {
            queue.add(new Received.Closed(0, String.valueOf(cause.getMessage())));
        }
    }
}
