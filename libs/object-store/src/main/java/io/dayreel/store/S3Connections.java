package io.dayreel.store;

import io.minio.MinioClient;
import io.minio.credentials.IamAwsProvider;
import io.minio.credentials.Provider;
import io.minio.credentials.StaticProvider;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;

/**
 * HTTP connections to one S3 service, shared by clients that differ in their timeouts. At most {@link #MAX_REQUESTS}
 * requests run at a time; further callers wait for one to end.
 */
final class S3Connections implements AutoCloseable {
    private static final int MAX_REQUESTS = 64;
    private static final int IDLE_CONNECTIONS = 16;
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(5);

    private final OkHttpClient http;
    private final ThreadPoolExecutor threads;
    private final Provider credentials;
    private final MinioClient writing;
    private final MinioClient reading;
    private final MinioClient streaming;
    private final MinioClient probing;

    S3Connections(ObjectStoreLocation.Bucket location) {
        ObjectStoreLocation.Timeouts timeouts = location.timeouts();
        threads = threads();
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(MAX_REQUESTS);
        dispatcher.setMaxRequestsPerHost(MAX_REQUESTS);
        http = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, 1, TimeUnit.MINUTES))
                .protocols(List.of(Protocol.HTTP_1_1))
                .connectTimeout(timeouts.connect())
                .readTimeout(timeouts.silence())
                .writeTimeout(timeouts.silence())
                .build();
        OkHttpClient asking = http.newBuilder().callTimeout(timeouts.request()).build();
        credentials = credentials(location.s3().access(), asking);
        reading = client(location, http.newBuilder().callTimeout(timeouts.request()));
        // A put that is repeated unseen would be paid for twice and counted once.
        writing = client(
                location, http.newBuilder().callTimeout(timeouts.request()).retryOnConnectionFailure(false));
        streaming = client(location, http.newBuilder());
        Duration probe = timeouts.request().compareTo(PROBE_TIMEOUT) < 0 ? timeouts.request() : PROBE_TIMEOUT;
        probing = client(location, http.newBuilder().callTimeout(probe));
    }

    private static Provider credentials(S3Access access, OkHttpClient http) {
        if (access instanceof S3Access.Keys keys) {
            return new StaticProvider(keys.accessKey(), keys.secretKey(), null);
        }
        S3Access.Role role = (S3Access.Role) access;
        return new IamAwsProvider(role.endpoint().map(URI::toString).orElse(null), http);
    }

    private MinioClient client(ObjectStoreLocation.Bucket location, OkHttpClient.Builder http) {
        ObjectStoreLocation.S3Settings s3 = location.s3();
        URI endpoint = s3.endpoint().orElseGet(() -> URI.create("https://s3." + s3.region() + ".amazonaws.com"));
        // The region is always given: without it the client would ask for it with a request of its own.
        MinioClient client = MinioClient.builder()
                .endpoint(endpoint.toString())
                .region(s3.region())
                .credentialsProvider(credentials)
                .httpClient(http.build())
                .build();
        if (s3.pathStyle()) {
            client.disableVirtualStyleEndpoint();
        } else {
            client.enableVirtualStyleEndpoint();
        }
        return client;
    }

    /** The dispatcher never submits more than its maximum at a time, so no queue is needed. */
    private static ThreadPoolExecutor threads() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(0, MAX_REQUESTS * 2, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            Thread thread = new Thread(work, "dayreel-store-s3-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** For puts. */
    MinioClient writing() {
        return writing;
    }

    /** For whole answers; repeats a request that met a stale connection. */
    MinioClient reading() {
        return reading;
    }

    /** For bodies that the caller reads at its own pace: bounded by silence only. */
    MinioClient streaming() {
        return streaming;
    }

    MinioClient probing() {
        return probing;
    }

    @Override
    public void close() {
        http.dispatcher().cancelAll();
        threads.shutdown();
        http.connectionPool().evictAll();
    }
}
