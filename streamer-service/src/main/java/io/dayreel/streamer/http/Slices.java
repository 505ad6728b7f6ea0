package io.dayreel.streamer.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.util.List;

/** Bytes for the network without a copy of them. */
final class Slices {
    private Slices() {}

    static Buffer of(byte[] bytes) {
        return wrap(Unpooled.wrappedBuffer(bytes));
    }

    static Buffer of(byte[] bytes, ByteSpan span) {
        return wrap(Unpooled.wrappedBuffer(bytes, (int) span.offset(), (int) span.length()));
    }

    static Buffer of(List<ByteBuffer> pieces) {
        return wrap(Unpooled.wrappedBuffer(pieces.toArray(ByteBuffer[]::new)));
    }

    @SuppressWarnings("deprecation") // the undeprecated ways copy, and hundreds of viewers get the same bytes
    private static Buffer wrap(ByteBuf bytes) {
        return Buffer.buffer(bytes);
    }
}
