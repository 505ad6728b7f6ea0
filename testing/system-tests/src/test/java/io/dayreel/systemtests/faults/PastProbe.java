package io.dayreel.systemtests.faults;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** A viewer who opens two seconds of the past, again and again until they come. */
final class PastProbe {
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration STRETCH = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(ATTEMPT).build();
    private final URI streamer;
    private final String token;
    private final String device;

    PastProbe(URI streamer, String token, String device) {
        this.streamer = streamer;
        this.token = token;
        this.device = device;
    }

    /** Begins to try. The answer is when ({@link System#nanoTime}) the first attempt succeeded. */
    CompletableFuture<Long> opens(Instant from, Duration limit) {
        URI address = URI.create(streamer + "/v1/devices/" + device + "/frames?from=" + encoded(from) + "&to="
                + encoded(from.plus(STRETCH)));
        CompletableFuture<Long> opened = new CompletableFuture<>();
        Thread thread = new Thread(() -> attempt(address, opened, limit), "dayreel-faults-past-" + device);
        thread.setDaemon(true);
        thread.start();
        return opened;
    }

    private void attempt(URI address, CompletableFuture<Long> opened, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        String problem = "";
        while (System.nanoTime() < deadline) {
            try {
                // A limit of its own: that of the request ends with the headers.
                HttpResponse<byte[]> answer = http.sendAsync(
                                HttpRequest.newBuilder(address)
                                        .header("Authorization", "Bearer " + token)
                                        .build(),
                                HttpResponse.BodyHandlers.ofByteArray())
                        .get(ATTEMPT.toMillis(), TimeUnit.MILLISECONDS);
                if (answer.statusCode() == 200 && answer.body().length > 0) {
                    opened.complete(System.nanoTime());
                    return;
                }
                problem = "status " + answer.statusCode() + ", " + answer.body().length + " bytes";
            } catch (ExecutionException | TimeoutException e) {
                problem = e.toString();
            } catch (InterruptedException e) {
                return;
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
        opened.completeExceptionally(new IOException("the past does not open: " + problem));
    }

    private static String encoded(Instant time) {
        return URLEncoder.encode(time.toString(), StandardCharsets.UTF_8);
    }
}
