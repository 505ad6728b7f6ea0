package io.dayreel.benchmarks.upload;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One client for all contenders: sends files, some at a time, each until it is answered. Thread-safe. */
public final class PartSender {
    private static final Duration LIMIT = Duration.ofMinutes(9);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String token;

    /** @param token that a contender without tokens ignores */
    public PartSender(String token) {
        this.token = token;
    }

    /** Where a part goes, by its number from 1. */
    @FunctionalInterface
    public interface Address {
        URI of(int number);
    }

    /**
     * Sends all parts, {@code lanes} at a time, and waits until all are taken.
     *
     * @param method PUT or POST
     * @throws IllegalStateException if one is not answered with 2xx
     */
    public void send(List<Path> parts, String method, Address address, int lanes) {
        AtomicInteger next = new AtomicInteger();
        CompletableFuture<?>[] all = new CompletableFuture<?>[lanes];
        for (int i = 0; i < lanes; i++) {
            all[i] = CompletableFuture.runAsync(
                    () -> {
                        for (int at = next.getAndIncrement(); at < parts.size(); at = next.getAndIncrement()) {
                            send(parts.get(at), method, address.of(at + 1));
                        }
                    },
                    task -> new Thread(task, "dayreel-bench-part").start());
        }
        CompletableFuture.allOf(all)
                .orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private void send(Path part, String method, URI address) {
        try {
            HttpRequest request = HttpRequest.newBuilder(address)
                    .header("Authorization", "Bearer " + token)
                    .timeout(LIMIT)
                    .method(method, HttpRequest.BodyPublishers.ofFile(part))
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(answer.statusCode() + " for " + address + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException("no answer for " + address, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
