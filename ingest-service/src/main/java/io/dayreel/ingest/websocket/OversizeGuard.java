package io.dayreel.ingest.websocket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;

/**
 * Sits behind the WebSocket decoder of a device's connection. Without it a frame above the limit cuts the connection
 * with 1009; with it the session hears of it and closes with the code of the protocol, and what else comes is dropped.
 */
final class OversizeGuard extends ChannelInboundHandlerAdapter {
    private final Runnable tooLarge;

    private OversizeGuard(Runnable tooLarge) {
        this.tooLarge = tooLarge;
    }

    /**
     * Changes a connection's pipeline; called on its event loop before the first frame is read.
     *
     * @param maxFrameBytes the decoder's limit
     * @param tooLarge called on the event loop, once
     */
    static void install(ChannelPipeline pipeline, int maxFrameBytes, Runnable tooLarge) {
        ChannelHandlerContext decoder = pipeline.context(WebSocketFrameDecoder.class);
        if (decoder == null) {
            return;
        }
        pipeline.addAfter(decoder.name(), "dayreel-oversize", new OversizeGuard(tooLarge));
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(maxFrameBytes)
                .closeOnProtocolViolation(false)
                .build();
        pipeline.replace(decoder.name(), decoder.name(), new WebSocket13FrameDecoder(config));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (isOversize(cause)) {
            tooLarge.run();
        } else {
            context.fireExceptionCaught(cause);
        }
    }

    private static boolean isOversize(Throwable cause) {
        for (Throwable at = cause; at != null; at = at.getCause()) {
            if (at instanceof CorruptedWebSocketFrameException corrupted
                    && corrupted.closeStatus().code() == 1009) {
                return true;
            }
        }
        return false;
    }
}
