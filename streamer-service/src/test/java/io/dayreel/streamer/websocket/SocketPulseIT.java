package io.dayreel.streamer.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.dayreel.testkit.net.FaultProxy;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Pings on a real socket, faster than usual. */
class SocketPulseIT {
    private static final SocketPulse.Rhythm QUICK =
            new SocketPulse.Rhythm(Duration.ofMillis(50), Duration.ofMillis(1000));

    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger silent = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();

    @AfterEach
    void closeServer() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aQuietViewerThatAnswersPingsStays() throws Exception {
        int port = listen();

        try (SocketViewer viewer = SocketViewer.open(URI.create("ws://localhost:" + port + "/"), "")) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> viewer.pings() >= 30);

            assertThat(silent).hasValue(0);
            assertThat(closed).hasValue(0);
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> closed.get() == 1);
    }

    @Test
    void aViewerWhoseNetworkFellSilentIsNoticedOnce() throws Exception {
        try (FaultProxy network = FaultProxy.to(listen());
                SocketViewer viewer = SocketViewer.open(URI.create("ws://localhost:" + network.port() + "/"), "")) {
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> viewer.pings() >= 2);

            network.blackhole();

            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> silent.get() == 1);
            Awaitility.await()
                    .during(Duration.ofMillis(300))
                    .atMost(Duration.ofSeconds(5))
                    .until(() -> silent.get() == 1);
        }
    }

    private int listen() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.toWebSocket().onSuccess(this::pulse));
        return server.listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS)
                .actualPort();
    }

    private void pulse(ServerWebSocket socket) {
        SocketPulse pulse = SocketPulse.start(socket, QUICK, silent::incrementAndGet);
        socket.closeHandler(gone -> {
            pulse.stop();
            closed.incrementAndGet();
        });
    }
}
