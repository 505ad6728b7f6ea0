package io.dayreel.benchmarks.hls;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** One client for all contenders: downloads addresses over some connections and counts the bytes. Close it. */
public final class Downloads implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final long LIMIT_SECONDS = 120;

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            vertx.createHttpClient(new HttpClientOptions().setKeepAlive(true).setMaxPoolSize(CONNECTIONS));
    private final String token;

    public Downloads(String token) {
        this.token = token;
    }

    /** Megabytes a second over all of {@code times} rounds through the addresses. */
    public double megabytesPerSecond(List<URI> addresses, int times) {
        AtomicInteger next = new AtomicInteger();
        LongAdder bytes = new LongAdder();
        CompletableFuture<?>[] lanes = new CompletableFuture<?>[CONNECTIONS];
        long begin = System.nanoTime();
        for (int i = 0; i < CONNECTIONS; i++) {
            lanes[i] = new CompletableFuture<Void>();
            lane(addresses, times * addresses.size(), next, bytes, lanes[i]);
        }
        try {
            CompletableFuture.allOf(lanes)
                    .orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("a download failed", e);
        }
        return bytes.sum() / 1e6 / ((System.nanoTime() - begin) / 1e9);
    }

    private void lane(List<URI> addresses, int count, AtomicInteger next, LongAdder bytes, CompletableFuture<?> done) {
        int at = next.getAndIncrement();
        if (at >= count) {
            done.complete(null);
            return;
        }
        URI address = addresses.get(at % addresses.size());
        client.request(options(address))
                .compose(request -> request.send().compose(response -> {
                    if (response.statusCode() != 200) {
                        throw new IllegalStateException(response.statusCode() + " for " + address);
                    }
                    response.handler(piece -> bytes.add(piece.length()));
                    return response.end();
                }))
                .onSuccess(ended -> lane(addresses, count, next, bytes, done))
                .onFailure(done::completeExceptionally);
    }

    private RequestOptions options(URI address) {
        return new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(address.getHost())
                .setPort(address.getPort())
                .setURI(address.getRawPath() + (address.getRawQuery() == null ? "" : "?" + address.getRawQuery()))
                .putHeader("Authorization", "Bearer " + token);
    }

    @Override
    public void close() {
        client.close();
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
