package io.dayreel.benchmarks.load;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs orders, one at a time, all connections on one event loop. The owner closes it. */
public final class LoadGenerator implements AutoCloseable {
    private static final int MAX_MESSAGE_BYTES = 8 << 20;
    private static final int MAX_CONNECTIONS = 10_000;

    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setPreferNativeTransport(false));
    private final WebSocketClient client = vertx.createWebSocketClient(new WebSocketClientOptions()
            .setMaxConnections(MAX_CONNECTIONS)
            .setMaxFrameSize(MAX_MESSAGE_BYTES)
            .setMaxMessageSize(MAX_MESSAGE_BYTES)
            .setTcpNoDelay(true));
    private final Map<Integer, FrameSource> sources = new HashMap<>();

    /**
     * Runs one order and waits for its end.
     *
     * @param onMeasuring called on another thread when the warm-up is over
     * @throws IllegalStateException if a connection failed or the order took longer than {@code limit}
     */
    public LoadResult run(LoadOrder order, Runnable onMeasuring, Duration limit) throws InterruptedException {
        FrameSource source = sources.computeIfAbsent(order.bitsPerSecond(), FrameSource::new);
        var result = vertx.<LoadResult>executeBlocking(() -> null)
                .compose(ignored -> new LoadRun(vertx, order, source, onMeasuring).execute(client));
        try {
            return result.toCompletionStage().toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the load failed: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("the load took longer than " + limit.toSeconds() + " s", e);
        }
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
