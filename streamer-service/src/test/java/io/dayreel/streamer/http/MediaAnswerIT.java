package io.dayreel.streamer.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.streamer.media.MediaCounters;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Media over a real connection, whose buffers are small so that the line and not the kernel sets the pace. */
class MediaAnswerIT {
    private static final String ETAG = "\"ours\"";
    private static final String LAST_CHUNK = "\r\n0\r\n\r\n";
    private static final int PIECE_BYTES = 1 << 20;
    private static final int BUFFER_BYTES = 16 << 10;
    private static final Duration PATIENCE = Duration.ofMillis(500);

    private final Vertx vertx = Vertx.vertx();
    private final CompletableFuture<Boolean> wantedAll = new CompletableFuture<>();

    @AfterEach
    void stop() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(5, TimeUnit.SECONDS);
    }

    @Test
    void aLineThatTakesNothingIsBrokenOffSoThatTheCallerKnowsThatSomethingIsMissing() throws Exception {
        try (Socket viewer = ask(serve(this::twoPieces))) {
            boolean wanted = wantedAll.get(10, TimeUnit.SECONDS);
            byte[] answer = readAll(viewer, 0);

            assertThat(wanted).isFalse();
            assertThat(answer.length).isLessThan(2 * PIECE_BYTES);
            assertThat(text(answer)).startsWith("HTTP/1.1 200").doesNotEndWith(LAST_CHUNK);
        }
    }

    @Test
    void aSlowLineGetsAllHoweverLongAPieceTakes() throws Exception {
        try (Socket viewer = ask(serve(this::twoPieces))) {
            byte[] answer = readAll(viewer, 10);

            assertThat(wantedAll.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(answer.length).isGreaterThan(2 * PIECE_BYTES);
            assertThat(text(answer)).endsWith(LAST_CHUNK);
        }
    }

    @Test
    void aRangeOfOtherBytesIsAnsweredWithAll() throws Exception {
        int port = serve(answer -> answer.whole(new byte[1_000]));

        assertThat(get(port, "Range", "bytes=0-9", "If-Range", "\"other\"").statusCode())
                .isEqualTo(200);
        assertThat(get(port, "Range", "bytes=0-9", "If-Range", ETAG).body()).hasSize(10);
    }

    @Test
    void whatTheCallerHasIsNotSentAgain() throws Exception {
        int port = serve(answer -> answer.whole(new byte[1_000]));

        for (String tags : List.of(ETAG, "W/" + ETAG, "\"other\", " + ETAG, "*")) {
            HttpResponse<byte[]> known = get(port, "If-None-Match", tags);
            assertThat(known.statusCode()).as(tags).isEqualTo(304);
            assertThat(known.headers().firstValue("ETag")).contains(ETAG);
        }
        assertThat(get(port, "If-None-Match", "\"other\"").body()).hasSize(1_000);
    }

    private void twoPieces(MediaAnswer answer) {
        boolean all = true;
        for (int piece = 0; all && piece < 2; piece++) {
            all = answer.more(List.of(ByteBuffer.allocate(PIECE_BYTES)));
        }
        answer.end();
        wantedAll.complete(all);
    }

    private int serve(Consumer<MediaAnswer> work) throws Exception {
        Router router = Router.router(vertx);
        router.get("/media").handler(context -> answer(context, work));
        HttpServer server = vertx.createHttpServer(new HttpServerOptions().setSendBufferSize(BUFFER_BYTES))
                .requestHandler(router);
        return server.listen(0, "localhost")
                .toCompletionStage()
                .toCompletableFuture()
                .get(5, TimeUnit.SECONDS)
                .actualPort();
    }

    private static void answer(RoutingContext context, Consumer<MediaAnswer> work) {
        MediaAnswer answer = new MediaAnswer(
                context,
                new MediaCounters(),
                new MediaAnswer.Headers("video/mp4", "private", ETAG, "../../"),
                PATIENCE);
        Thread maker = new Thread(() -> work.accept(answer), "test-media-maker");
        maker.setDaemon(true);
        maker.start();
    }

    private static Socket ask(int port) throws IOException {
        Socket viewer = new Socket();
        viewer.setReceiveBufferSize(BUFFER_BYTES);
        viewer.setSoTimeout(10_000);
        viewer.connect(new InetSocketAddress("localhost", port));
        String request = "GET /media HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";
        viewer.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return viewer;
    }

    /** @param pauseMillis between two buffers, as a slow line has */
    private static byte[] readAll(Socket viewer, long pauseMillis) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        InputStream in = viewer.getInputStream();
        byte[] buffer = new byte[BUFFER_BYTES];
        int count = in.read(buffer);
        while (count >= 0) {
            all.write(buffer, 0, count);
            TimeUnit.MILLISECONDS.sleep(pauseMillis);
            count = in.read(buffer);
        }
        return all.toByteArray();
    }

    private static HttpResponse<byte[]> get(int port, String... headers) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/media"))
                .headers(headers)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String text(byte[] answer) {
        return new String(answer, StandardCharsets.ISO_8859_1);
    }
}
