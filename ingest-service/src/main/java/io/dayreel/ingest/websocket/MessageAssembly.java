package io.dayreel.ingest.websocket;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketFrame;
import java.util.Optional;

/** Puts a WebSocket message together from its frames, up to a limit. Not thread-safe. */
final class MessageAssembly {
    /** A whole message. */
    record Message(boolean text, byte[] bytes) {}

    /** The message is larger than the limit. Stackless. */
    static final class TooLarge extends Exception {
        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("message too large", null, false, false);
        }
    }

    private final int limit;
    private Buffer partial;
    private boolean text;

    MessageAssembly(int limit) {
        this.limit = limit;
    }

    /** @return the message if this frame was its last */
    Optional<Message> add(WebSocketFrame frame) throws TooLarge {
        if (frame.isText() || frame.isBinary()) {
            text = frame.isText();
            if (frame.isFinal() && partial == null) {
                return Optional.of(new Message(text, bounded(frame.binaryData())));
            }
            partial = Buffer.buffer();
        } else if (!frame.isContinuation() || partial == null) {
            return Optional.empty();
        }
        if ((long) partial.length() + frame.binaryData().length() > limit) {
            throw new TooLarge();
        }
        partial.appendBuffer(frame.binaryData());
        if (!frame.isFinal()) {
            return Optional.empty();
        }
        byte[] whole = partial.getBytes();
        partial = null;
        return Optional.of(new Message(text, whole));
    }

    private byte[] bounded(Buffer data) throws TooLarge {
        if (data.length() > limit) {
            throw new TooLarge();
        }
        return data.getBytes();
    }
}
