package io.dayreel.streamer.websocket;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;

/**
 * Notices a peer that is gone without a word. Pings a socket at an interval, one ping at a time; a ping that reached the
 * network and is not answered within the patience, or that did not even reach it in twice that time because nothing is
 * read at the other end, ends the pulse. Used on the socket's event loop only.
 */
final class SocketPulse {
    /**
     * @param interval how often a socket is pinged
     * @param patience how long an answer may take
     */
    record Rhythm(Duration interval, Duration patience) {
        static final Rhythm USUAL = new Rhythm(Duration.ofSeconds(10), Duration.ofSeconds(30));
    }

    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final Rhythm rhythm;
    private final Runnable silent;
    private final long timer;
    private boolean waiting;
    private boolean written;
    private long sinceNanos;

    private SocketPulse(Vertx vertx, ServerWebSocket socket, Rhythm rhythm, Runnable silent) {
        this.vertx = vertx;
        this.socket = socket;
        this.rhythm = rhythm;
        this.silent = silent;
        this.timer = vertx.setPeriodic(rhythm.interval().toMillis(), fired -> beat());
    }

    /**
     * Begins to ping; to be stopped when the socket closes.
     *
     * @param silent called once when the peer does not answer
     */
    static SocketPulse start(ServerWebSocket socket, Rhythm rhythm, Runnable silent) {
        SocketPulse pulse = new SocketPulse(Vertx.currentContext().owner(), socket, rhythm, silent);
        socket.pongHandler(pong -> pulse.waiting = false);
        return pulse;
    }

    private void beat() {
        if (!waiting) {
            ping();
            return;
        }
        long patience = rhythm.patience().toNanos() * (written ? 1 : 2);
        if (System.nanoTime() - sinceNanos >= patience) {
            stop();
            silent.run();
        }
    }

    private void ping() {
        waiting = true;
        written = false;
        sinceNanos = System.nanoTime();
        socket.writePing(Buffer.buffer()).onSuccess(done -> {
            written = true;
            sinceNanos = System.nanoTime();
        });
    }

    /** Stops to ping. May be called more than once. */
    void stop() {
        vertx.cancelTimer(timer);
    }
}
