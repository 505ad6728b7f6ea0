package io.dayreel.cli.upload;

import io.dayreel.cli.socket.ServerAddress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** {@code /v1/upload/{videoId}}, one request at a time and thread (docs/reference/http.md). Thread-safe. */
final class UploadApi {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final long CHECK_MILLIS = 1000;

    /** A server may have to look through a part before it answers. */
    private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(3);

    private final ServerAddress server;
    private final HttpClient client;
    private final String path;

    UploadApi(ServerAddress server, String video) {
        this.server = server;
        this.client = server.newClient();
        this.path = "/v1/upload/" + ServerAddress.encode(video);
    }

    /** The installation's address. */
    @Override
    public String toString() {
        return server.toString();
    }

    /** What is held of the video. @throws IOException with a message for the user, if there was no answer */
    Answer state() throws IOException, InterruptedException {
        return exchange(request(path).timeout(TIMEOUT).GET().build());
    }

    /** What is held of a part. */
    Answer held(int number) throws IOException, InterruptedException {
        return exchange(request(part(number))
                .timeout(TIMEOUT)
                .method("HEAD", BodyPublishers.noBody())
                .build());
    }

    /**
     * Sends a part from a byte on. Given up when nothing goes out and no answer comes for three minutes.
     *
     * @param sent told how many bytes went out, again and again
     */
    Answer send(Part part, long offset, LongConsumer sent) throws IOException, InterruptedException {
        AtomicLong progressNanos = new AtomicLong(System.nanoTime());
        LongConsumer counted = bytes -> {
            progressNanos.set(System.nanoTime());
            sent.accept(bytes);
        };
        byte[] content = offset == 0 ? part.sha256() : FileDigest.of(part.file(), offset);
        HttpRequest.Builder request = request(part(part.number()))
                .header("Content-Type", part.mediaType())
                .header(
                        "Idempotency-Key",
                        "\"" + HexFormat.of().formatHex(part.sha256(), 0, 16) + "-" + part.number() + "\"")
                .header("Repr-Digest", FileDigest.field(part.sha256()))
                .header("Content-Digest", FileDigest.field(content))
                .POST(body(part, offset, counted));
        if (offset > 0) {
            request.header("Upload-Offset", Long.toString(offset));
        }
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request.build(), BodyHandlers.ofByteArray());
        try {
            return await(answer, progressNanos);
        } finally {
            answer.cancel(true);
        }
    }

    private Answer await(CompletableFuture<HttpResponse<byte[]>> answer, AtomicLong progressNanos)
            throws IOException, InterruptedException {
        while (true) {
            try {
                return Answer.of(answer.get(CHECK_MILLIS, TimeUnit.MILLISECONDS));
            } catch (TimeoutException notYet) {
                if (System.nanoTime() - progressNanos.get() > SILENCE_NANOS) {
                    throw new IOException(
                            "nothing went on for " + TimeUnit.NANOSECONDS.toMinutes(SILENCE_NANOS) + " min", notYet);
                }
            } catch (ExecutionException failed) {
                throw unreachable(failed.getCause());
            }
        }
    }

    private static BodyPublisher body(Part part, long offset, LongConsumer sent) {
        BodyPublisher bytes = BodyPublishers.ofInputStream(() -> {
            try {
                InputStream in = Files.newInputStream(part.file());
                in.skipNBytes(offset);
                return new Counting(in, sent);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return part.bytes() == offset
                ? BodyPublishers.noBody()
                : BodyPublishers.fromPublisher(bytes, part.bytes() - offset);
    }

    /** Sends a file of captions, in place of one of the same language. */
    Answer send(CaptionsUpload captions) throws IOException, InterruptedException {
        return exchange(request(path + "/captions/" + ServerAddress.encode(captions.language()))
                .timeout(TIMEOUT)
                .header("Content-Type", captions.mediaType())
                .PUT(BodyPublishers.ofByteArray(captions.bytes()))
                .build());
    }

    /** All parts are there. @param parts how many */
    Answer complete(int parts) throws IOException, InterruptedException {
        return exchange(request(path + "/complete")
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"parts\":" + parts + "}", StandardCharsets.UTF_8))
                .build());
    }

    private String part(int number) {
        return path + "?segment=" + number;
    }

    private HttpRequest.Builder request(String resource) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resource(resource)).version(HttpClient.Version.HTTP_1_1);
        server.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    private Answer exchange(HttpRequest request) throws IOException, InterruptedException {
        try {
            return Answer.of(client.send(request, BodyHandlers.ofByteArray()));
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    private IOException unreachable(Throwable cause) {
        String reason = cause.getMessage() == null ? "connection refused" : cause.getMessage();
        return new IOException("cannot reach " + server + ": " + reason, cause);
    }

    /** A file on its way. */
    private static final class Counting extends FilterInputStream {
        private final LongConsumer sent;

        Counting(InputStream in, LongConsumer sent) {
            super(in);
            this.sent = sent;
        }

        @Override
        public int read() throws IOException {
            int read = super.read();
            if (read >= 0) {
                sent.accept(1);
            }
            return read;
        }

        @Override
        public int read(byte[] bytes, int at, int length) throws IOException {
            int read = super.read(bytes, at, length);
            if (read > 0) {
                sent.accept(read);
            }
            return read;
        }
    }
}
