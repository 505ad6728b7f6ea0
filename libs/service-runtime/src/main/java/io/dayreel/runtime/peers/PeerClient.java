package io.dayreel.runtime.peers;

import io.dayreel.access.SharedSecretTokens;
import io.dayreel.contracts.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** GETs to other services of the installation, on behalf of a tenant, with a service token. Thread-safe. */
public final class PeerClient {
    /** Header with the tenant that a service acts for. */
    public static final String TENANT_HEADER = "X-Dayreel-Tenant";

    /** Answers that state a greater length are refused. */
    public static final long MAX_ANSWER_BYTES = 64L << 20;

    private static final int NOT_FOUND = 404;
    private static final int OK = 200;

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(1))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final SharedSecretTokens tokens;
    private final String service;

    /** @param service name of the caller, for the peers' logs */
    public PeerClient(SharedSecretTokens tokens, String service) {
        this.tokens = tokens;
        this.service = service;
    }

    /**
     * @param timeout for the whole call
     * @return the answer, empty for 404; fails with an {@link IOException} for any other status and when time is up
     */
    public <T> CompletableFuture<Optional<T>> get(URI address, String tenant, Class<T> type, Duration timeout) {
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(timeout)
                .header("Authorization", "Bearer " + tokens.service(service))
                .header(TENANT_HEADER, tenant)
                .header("Accept", "application/json")
                .GET()
                .build();
        return http.sendAsync(request, boundedBytes()).thenApply(response -> answer(response, type));
    }

    /** As {@link #get}, waiting for the answer. */
    public <T> Optional<T> await(URI address, String tenant, Class<T> type, Duration timeout)
            throws IOException, InterruptedException {
        try {
            return get(address, tenant, type, timeout).get();
        } catch (ExecutionException e) {
            throw new IOException(
                    "no answer from " + address + ": " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static <T> Optional<T> answer(HttpResponse<byte[]> response, Class<T> type) {
        if (response.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        if (response.statusCode() != OK) {
            throw new CompletionException(
                    new IOException(response.request().uri() + " answered " + response.statusCode()));
        }
        return Optional.of(Json.read(response.body(), type));
    }

    private static BodyHandler<byte[]> boundedBytes() {
        return head -> {
            if (head.headers().firstValueAsLong("Content-Length").orElse(0) > MAX_ANSWER_BYTES) {
                throw new IllegalStateException("the answer is larger than " + MAX_ANSWER_BYTES + " bytes");
            }
            return BodySubscribers.ofByteArray();
        };
    }
}
