package io.dayreel.cli.socket;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A client's WebSocket that deals in whole messages. Received parts are put together up to a limit; beyond it the
 * connection is broken off. Sending blocks until the network took the message, and is for one thread at a time.
 */
public final class MessageSocket implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int MAX_TEXT = 4 << 20;
    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    private final WebSocket socket;
    private final PartsListener listener;

    private MessageSocket(WebSocket socket, PartsListener listener) {
        this.socket = socket;
        this.listener = listener;
    }

    /**
     * Opens a connection. Messages arrive on a thread of the client.
     *
     * @param protocol the subprotocol asked for; the token goes into the request's header
     * @param maxMessage bytes that a binary message may have
     * @throws ConnectException with a message for the user
     */
    public static MessageSocket connect(
            HttpClient client, URI address, Optional<String> token, String protocol, int maxMessage, MessageReceiver to)
            throws ConnectException, InterruptedException {
        PartsListener listener = new PartsListener(to, maxMessage);
        WebSocket.Builder builder =
                client.newWebSocketBuilder().connectTimeout(CONNECT_TIMEOUT).subprotocols(protocol);
        token.ifPresent(value -> builder.header("Authorization", "Bearer " + value));
        CompletableFuture<WebSocket> opening = builder.buildAsync(address, listener);
        try {
            WebSocket socket = opening.get(CONNECT_TIMEOUT.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
            socket.request(1);
            return new MessageSocket(socket, listener);
        } catch (TimeoutException e) {
            opening.cancel(true);
            throw new ConnectException("no answer from " + origin(address) + " within 20 s", 0, e);
        } catch (ExecutionException e) {
            throw refused(address, e.getCause());
        }
    }

    private static ConnectException refused(URI address, Throwable cause) {
        if (cause instanceof WebSocketHandshakeException handshake) {
            int status = handshake.getResponse().statusCode();
            String what =
                    switch (status) {
                        case 401 -> "the token is missing, wrong or expired (give --token or DAYREEL_TOKEN)";
                        case 403 -> "the token does not allow this";
                        case 404 -> "there is no such device, or the token does not allow it";
                        default -> "the server answered with status " + status;
                    };
            return new ConnectException(what + " at " + origin(address), status, cause);
        }
        String reason = cause.getMessage() == null ? "connection refused" : cause.getMessage();
        return new ConnectException("cannot reach " + origin(address) + ": " + reason, 0, cause);
    }

    private static String origin(URI address) {
        return address.getScheme() + "://" + address.getAuthority();
    }

    /** Lets one more message be read, for a receiver that holds the server back. */
    public void readOn() {
        socket.request(1);
    }

    public void sendText(String message, Duration timeout) throws IOException, InterruptedException {
        await(socket.sendText(message, true), timeout);
    }

    /** @param message its remaining bytes; not to be changed before this returns */
    public void sendBinary(ByteBuffer message, Duration timeout) throws IOException, InterruptedException {
        await(socket.sendBinary(message, true), timeout);
    }

    public void sendPing(Duration timeout) throws IOException, InterruptedException {
        await(socket.sendPing(NO_BYTES.duplicate()), timeout);
    }

    /** When anything, a pong included, last arrived: {@link System#nanoTime}. */
    public long lastHeardNanos() {
        return listener.lastHeardNanos;
    }

    private static void await(CompletableFuture<WebSocket> sending, Duration timeout)
            throws IOException, InterruptedException {
        try {
            sending.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException("the server read nothing for " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            throw new IOException("the connection broke: " + e.getCause().getMessage(), e.getCause());
        }
    }

    /** Says goodbye if that is possible within a second, and drops the connection. */
    public void close(int code, String reason) {
        listener.finished = true;
        try {
            if (!socket.isOutputClosed()) {
                socket.sendClose(code, reason).get(1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
            socket.abort(); // it was gone already
        }
        socket.abort();
    }

    @Override
    public void close() {
        close(WebSocket.NORMAL_CLOSURE, "");
    }

    /** Puts parts together; asks for the next part only when the receiver is done with what came. */
    private static final class PartsListener implements WebSocket.Listener {
        private final MessageReceiver receiver;
        private final int maxMessage;
        private final StringBuilder text = new StringBuilder();
        private ByteBuffer bytes = ByteBuffer.allocate(16 << 10);
        private volatile boolean finished;
        private volatile long lastHeardNanos = System.nanoTime();

        PartsListener(MessageReceiver receiver, int maxMessage) {
            this.receiver = receiver;
            this.maxMessage = maxMessage;
        }

        @Override
        public void onOpen(WebSocket socket) {
            lastHeardNanos = System.nanoTime();
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            lastHeardNanos = System.nanoTime();
            if (text.length() + part.length() > MAX_TEXT) {
                return breakOff(socket, "the server sent a text of more than " + MAX_TEXT + " characters");
            }
            text.append(part);
            if (last) {
                String message = text.toString();
                text.setLength(0);
                return goOn(socket, receiver.text(message));
            }
            return goOn(socket, true);
        }

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer part, boolean last) {
            lastHeardNanos = System.nanoTime();
            if (bytes.position() + part.remaining() > maxMessage) {
                return breakOff(socket, "the server sent a message of more than " + maxMessage + " bytes");
            }
            append(part);
            if (last) {
                byte[] message = new byte[bytes.flip().remaining()];
                bytes.get(message).clear();
                return goOn(socket, receiver.binary(ByteBuffer.wrap(message)));
            }
            return goOn(socket, true);
        }

        private static CompletionStage<?> goOn(WebSocket socket, boolean wanted) {
            if (wanted) {
                socket.request(1);
            }
            return null;
        }

        private void append(ByteBuffer part) {
            if (bytes.remaining() < part.remaining()) {
                int needed = bytes.position() + part.remaining();
                ByteBuffer larger = ByteBuffer.allocate(Math.min(maxMessage, Math.max(needed, bytes.capacity() * 2)));
                bytes = larger.put(bytes.flip());
            }
            bytes.put(part);
        }

        private CompletionStage<?> breakOff(WebSocket socket, String why) {
            socket.abort();
            finish(() -> receiver.failed(new IOException(why)));
            return null;
        }

        @Override
        public CompletionStage<?> onPing(WebSocket socket, ByteBuffer message) {
            lastHeardNanos = System.nanoTime();
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onPong(WebSocket socket, ByteBuffer message) {
            lastHeardNanos = System.nanoTime();
            socket.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            finish(() -> receiver.closed(code, reason));
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            finish(() -> receiver.failed(error));
        }

        private void finish(Runnable tell) {
            if (!finished) {
                finished = true;
                tell.run();
            }
        }
    }
}
