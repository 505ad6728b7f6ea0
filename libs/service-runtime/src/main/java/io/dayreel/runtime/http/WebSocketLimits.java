package io.dayreel.runtime.http;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Limits of all WebSockets of a process. A device message has at most 5 MiB; the frame limit leaves room above it, so
 * that a message somewhat too large is answered with 4413 instead of a cut connection. Compression is off: video does
 * not get smaller.
 */
@ApplicationScoped
public class WebSocketLimits implements HttpServerOptionsCustomizer {
    /** Subprotocol of devices. */
    public static final String DEVICE_PROTOCOL = "dayreel.device.v1";

    /** Subprotocol of viewers. */
    public static final String VIEWER_PROTOCOL = "dayreel.viewer.v1";

    private static final int MAX_FRAME_BYTES = 6 << 20;

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        limit(options);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        limit(options);
    }

    private static void limit(HttpServerOptions options) {
        options.setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
                .setMaxWebSocketMessageSize(MAX_FRAME_BYTES)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketSubProtocols(List.of(DEVICE_PROTOCOL, VIEWER_PROTOCOL));
    }
}
