package io.dayreel.benchmarks.hls;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Viewers of one live rendition over LL-HLS: each asks for the playlist with the next part, which blocks, and then for
 * the part, as players do. Close it.
 */
public final class LiveViewers implements AutoCloseable {
    private static final Pattern HINT = Pattern.compile("#EXT-X-PRELOAD-HINT:TYPE=PART,URI=\"([^\"]*)\"");
    private static final Pattern PART = Pattern.compile("#EXT-X-PART:[^\\n]*URI=\"([^\"]*)\"");
    private static final Pattern PLACE = Pattern.compile("-([0-9]+)-([0-9]+)\\.m4s");

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client;
    private final URI playlist;
    private final String token;
    private final Set<String> parts = ConcurrentHashMap.newKeySet();
    private final LongAdder fetched = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean stopped;

    /** @param playlist a live media playlist */
    public LiveViewers(URI playlist, String token, int viewers) {
        this.playlist = playlist;
        this.token = token;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true).setMaxPoolSize(viewers * 2));
        for (int i = 0; i < viewers; i++) {
            begin();
        }
    }

    /** What they did. @param parts different ones that they got; @param fetched all that they got */
    public record Figures(long parts, long fetched, long failed) {}

    /** Lets them watch. */
    public Figures watch(Duration time) {
        parts.clear();
        fetched.reset();
        failed.reset();
        LockSupport.parkNanos(time.toNanos());
        return new Figures(parts.size(), fetched.sum(), failed.sum());
    }

    private void begin() {
        if (stopped) {
            return;
        }
        get(playlist.getRawPath()).onSuccess(this::follow).onFailure(this::again);
    }

    private void again(Throwable failure) {
        if (!stopped) {
            failed.increment();
            vertx.setTimer(500, timer -> begin());
        }
    }

    private void follow(Buffer text) {
        if (stopped) {
            return;
        }
        String now = text.toString();
        Matcher hint = HINT.matcher(now);
        List<String> listed = new ArrayList<>();
        Matcher part = PART.matcher(now);
        while (part.find()) {
            listed.add(part.group(1));
        }
        if (!hint.find() || listed.isEmpty()) {
            vertx.setTimer(200, timer -> begin());
            return;
        }
        String newest = listed.get(listed.size() - 1);
        Matcher place = PLACE.matcher(hint.group(1));
        if (!place.find()) {
            throw new IllegalStateException("a hint without a place: " + hint.group());
        }
        String next = playlist.getRawPath() + "?_HLS_msn=" + place.group(1) + "&_HLS_part=" + place.group(2);
        get(playlist.resolve(newest).getRawPath())
                .onSuccess(bytes -> {
                    parts.add(newest);
                    fetched.increment();
                })
                .compose(bytes -> get(next))
                .onSuccess(this::follow)
                .onFailure(this::again);
    }

    private Future<Buffer> get(String path) {
        if (stopped) {
            return Future.failedFuture("stopped");
        }
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost(playlist.getHost())
                .setPort(playlist.getPort())
                .setURI(path)
                .putHeader("Authorization", "Bearer " + token);
        return client.request(options).compose(request -> request.send().compose(response -> {
            if (response.statusCode() != 200) {
                return Future.failedFuture(response.statusCode() + " for " + path);
            }
            return response.body();
        }));
    }

    @Override
    public void close() {
        stopped = true;
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join();
    }
}
