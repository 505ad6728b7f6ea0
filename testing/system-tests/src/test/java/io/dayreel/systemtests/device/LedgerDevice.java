package io.dayreel.systemtests.device;

import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.testkit.camera.Camera;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A device that writes down what was acknowledged at which level. It shares nothing with the cli's device: whatever it
 * has in its ledger must be readable later, whatever happened in between. Sends until all is acknowledged, over as many
 * connections as that takes.
 */
public final class LedgerDevice {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration SILENCE = Duration.ofSeconds(20);
    /** After this time without an acknowledgement a device that streams looks for another instance. */
    private static final Duration STREAMING_SILENCE = Duration.ofSeconds(8);

    /** Acknowledgements of what the server already has follow its welcome at once. */
    private static final Duration ANSWERS_TO_HELLO = Duration.ofMillis(200);

    private static final int FRAMES_PER_MESSAGE = 10;
    private static final long USUAL_WAIT_MILLIS = 200;

    private final HttpClient http;
    private final Camera camera;
    private final Supplier<URI> ingest;
    private final String token;
    private final Level wants;
    private final Map<Level, CounterRanges> ledger = new ConcurrentHashMap<>();
    private final Optional<Ledger> file;
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private volatile long captured;
    private volatile long waitMillis = USUAL_WAIT_MILLIS;
    private volatile Duration sendEvery = Duration.ofMillis(100);
    private final AtomicInteger connections = new AtomicInteger();

    /** @param ingest asked before each connection, so that it can name another instance */
    public LedgerDevice(Camera camera, Supplier<URI> ingest, String token, Level wants) {
        this(HttpClient.newBuilder().connectTimeout(CONNECT).build(), camera, ingest, token, wants, Optional.empty());
    }

    private LedgerDevice(
            HttpClient http, Camera camera, Supplier<URI> ingest, String token, Level wants, Optional<Ledger> file) {
        this.http = http;
        this.camera = camera;
        this.ingest = ingest;
        this.token = token;
        this.wants = wants;
        this.file = file;
    }

    /** The same device before it has sent anything, with its ledger in a file; the caller owns that. */
    public LedgerDevice withLedger(Ledger ledgerFile) {
        return new LedgerDevice(http, camera, ingest, token, wants, Optional.of(ledgerFile));
    }

    /** The same device before it has sent anything, with a client that others use too; the caller owns that. */
    public LedgerDevice withClient(HttpClient shared) {
        return new LedgerDevice(shared, camera, ingest, token, wants, file);
    }

    /** Sends what it captured this often; every 100 ms unless told. */
    public LedgerDevice sendingEvery(Duration interval) {
        sendEvery = interval;
        return this;
    }

    /** Frames captured so far, and so the counter of the next one. */
    public long captured() {
        return captured;
    }

    /** Connections so far. */
    public int connections() {
        return connections.get();
    }

    /** What servers refused, in their words. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    public Camera camera() {
        return camera;
    }

    /** Counters acknowledged at this level or a higher one. */
    public CounterRanges acknowledged(Level level) {
        CounterRanges all = new CounterRanges();
        synchronized (ledger) {
            ledger.forEach((each, ranges) -> {
                if (each.includes(level)) {
                    all.addAll(ranges);
                }
            });
        }
        return all;
    }

    /**
     * Sends the frames {@code first} to {@code last} until all are acknowledged at the wanted level.
     *
     * @param framesPerSecond pace of the first sending, 0 for as fast as possible
     * @throws AssertionError if time is up before
     */
    public void sendsUntilAcknowledged(long first, long last, double framesPerSecond, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        long nextToPace = first;
        capture(last + 1);
        while (true) {
            CounterRanges open = acknowledged(wants).missing(first, last);
            if (open.isEmpty()) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        camera.stream() + ": not acknowledged as " + wants + " within " + limit + ": " + open);
            }
            try (Connection connection = connect(captured, open)) {
                open = acknowledged(wants).missing(first, last);
                nextToPace = send(connection, open, nextToPace, framesPerSecond);
                connection.awaitAcknowledged(first, last, deadline);
            } catch (ConnectionLost e) {
                awaitNextAttempt();
            }
        }
    }

    /** As long as a server asked, or else a moment. */
    private void awaitNextAttempt() {
        LockSupport.parkNanos(Duration.ofMillis(waitMillis).toNanos());
        waitMillis = USUAL_WAIT_MILLIS;
    }

    /**
     * Captures in real time, as its camera does, and sends what it captured, until {@code goesOn} says no and all is
     * acknowledged at the wanted level. What it cannot send it keeps and sends later.
     *
     * @param drain time for the last acknowledgements
     * @throws AssertionError if they do not come
     */
    public void streams(BooleanSupplier goesOn, Duration drain) {
        Shoot shoot = new Shoot(System.nanoTime(), goesOn, drain);
        boolean done = false;
        while (!done) {
            shoot.capture();
            try (Connection connection = connect(captured, unacknowledged(wants))) {
                for (CounterRange open :
                        connection.notAnswered(unacknowledged(wants)).ranges()) {
                    sendRange(connection, open.first(), open.last());
                }
                stream(connection, captured, shoot);
                done = true;
            } catch (ConnectionLost e) {
                shoot.requireTimeLeft();
                awaitNextAttempt();
            }
        }
    }

    /** Returns once the shoot is over and all is acknowledged. */
    private void stream(Connection connection, long from, Shoot shoot) throws ConnectionLost {
        long sent = from;
        while (shoot.capture() || !unacknowledged(wants).isEmpty()) {
            sendRange(connection, sent, captured - 1);
            sent = captured;
            connection.requireAlive(unacknowledged(Level.RECEIVED).isEmpty());
            shoot.requireTimeLeft();
            LockSupport.parkNanos(sendEvery.toNanos());
        }
    }

    private CounterRanges unacknowledged(Level level) {
        return captured == 0 ? new CounterRanges() : acknowledged(level).missing(0, captured - 1);
    }

    /** A capture in real time: for how long it goes on, and how long its last acknowledgements may take. */
    private final class Shoot {
        private final long startNanos;
        private final BooleanSupplier goesOn;
        private final Duration drain;
        private long endNanos = Long.MAX_VALUE;

        Shoot(long startNanos, BooleanSupplier goesOn, Duration drain) {
            this.startNanos = startNanos;
            this.goesOn = goesOn;
            this.drain = drain;
        }

        /** Captures what is due; false once it is over. */
        boolean capture() {
            if (!goesOn.getAsBoolean()) {
                endNanos = Math.min(endNanos, System.nanoTime() + drain.toNanos());
                return false;
            }
            LedgerDevice.this.capture(camera.framesIn(Duration.ofNanos(System.nanoTime() - startNanos)));
            return true;
        }

        void requireTimeLeft() {
            if (System.nanoTime() > endNanos) {
                throw new AssertionError(camera.stream() + ": at the end not acknowledged as " + wants + ": "
                        + unacknowledged(wants) + "; refusals: " + refusals);
            }
        }
    }

    private void capture(long until) {
        long from = captured;
        if (until > from) {
            file.ifPresent(ledgerFile -> ledgerFile.captured(camera, from, until - 1));
            captured = until;
        }
    }

    private void sendRange(Connection connection, long first, long last) throws ConnectionLost {
        for (long from = first; from <= last; from += FRAMES_PER_MESSAGE) {
            long to = Math.min(last, from + FRAMES_PER_MESSAGE - 1);
            for (byte[] message : camera.sends(from, to).messages(FRAMES_PER_MESSAGE)) {
                connection.send(message);
            }
        }
    }

    private long send(Connection connection, CounterRanges open, long nextToPace, double framesPerSecond)
            throws ConnectionLost {
        long next = nextToPace;
        for (CounterRange range : open.ranges()) {
            for (long from = range.first(); from <= range.last(); from += FRAMES_PER_MESSAGE) {
                long to = Math.min(range.last(), from + FRAMES_PER_MESSAGE - 1);
                for (byte[] message : camera.sends(from, to).messages(FRAMES_PER_MESSAGE)) {
                    connection.send(message);
                }
                if (framesPerSecond > 0 && to >= next) {
                    LockSupport.parkNanos((long) ((to - from + 1) * 1e9 / framesPerSecond));
                    next = to + 1;
                }
            }
        }
        return next;
    }

    private Connection connect(long next, CounterRanges unacknowledged) throws ConnectionLost {
        Connection connection = new Connection();
        connections.incrementAndGet();
        URI base = ingest.get();
        URI address = URI.create(base.toString().replaceFirst("^http", "ws") + "/v1/ingest");
        try {
            connection.socket = http.newWebSocketBuilder()
                    .connectTimeout(CONNECT)
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(address, connection)
                    .get(CONNECT.toSeconds(), TimeUnit.SECONDS);
            DeviceMessage hello = new DeviceMessage.Hello(
                    "ledger-device",
                    wants,
                    List.of(new DeviceMessage.AnnouncedRun(camera.stream().day(), camera.run(), next, unacknowledged)));
            connection.socket.sendText(Json.write(hello), true).get(CONNECT.toSeconds(), TimeUnit.SECONDS);
            if (!connection.welcomed.await(CONNECT.toSeconds(), TimeUnit.SECONDS)) {
                throw new ConnectionLost("no welcome");
            }
            return connection;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException | CompletionException e) {
            throw new ConnectionLost("cannot connect to " + address + ": " + e);
        }
    }

    private static final class ConnectionLost extends Exception {
        private static final long serialVersionUID = 1L;

        ConnectionLost(String message) {
            super(message);
        }
    }

    private final class Connection implements WebSocket.Listener, AutoCloseable {
        private final CountDownLatch welcomed = new CountDownLatch(1);
        private final StringBuilder text = new StringBuilder();
        private final CounterRanges answered = new CounterRanges();
        private volatile WebSocket socket;
        private volatile boolean lost;
        private volatile long lastHeardNanos = System.nanoTime();

        void send(byte[] message) throws ConnectionLost {
            if (lost) {
                throw new ConnectionLost("closed");
            }
            try {
                socket.sendBinary(ByteBuffer.wrap(message), true).get(SILENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            } catch (ExecutionException | TimeoutException e) {
                throw new ConnectionLost("not sent: " + e);
            }
        }

        /**
         * Of what it said to hold, what the server did not say to have. It is sent again although an earlier connection
         * may have acknowledged it as received: only so does this one follow it until it is archived.
         */
        CounterRanges notAnswered(CounterRanges open) {
            LockSupport.parkNanos(ANSWERS_TO_HELLO.toNanos());
            synchronized (ledger) {
                return open.minus(answered);
            }
        }

        /** @param waitsForNothing then silence is no sign of anything */
        void requireAlive(boolean waitsForNothing) throws ConnectionLost {
            if (waitsForNothing) {
                lastHeardNanos = System.nanoTime();
            }
            if (lost) {
                throw new ConnectionLost("closed");
            }
            if (System.nanoTime() - lastHeardNanos > STREAMING_SILENCE.toNanos()) {
                throw new ConnectionLost("silent");
            }
        }

        void awaitAcknowledged(long first, long last, long deadline) throws ConnectionLost {
            lastHeardNanos = System.nanoTime();
            while (!acknowledged(wants).containsAll(first, last)) {
                if (lost) {
                    throw new ConnectionLost("closed");
                }
                long now = System.nanoTime();
                if (wants != Level.ARCHIVED && now - lastHeardNanos > SILENCE.toNanos()) {
                    throw new ConnectionLost("silent");
                }
                if (now > deadline) {
                    return;
                }
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                heard(Json.read(text.toString(), ServerMessage.class));
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void heard(ServerMessage message) {
            lastHeardNanos = System.nanoTime();
            if (message instanceof ServerMessage.Welcome) {
                welcomed.countDown();
            } else if (message instanceof ServerMessage.Ack ack && ack.run() == camera.run()) {
                file.ifPresent(ledgerFile -> ledgerFile.acknowledged(ack.level(), camera, ack.ranges()));
                synchronized (ledger) {
                    answered.addAll(ack.ranges());
                    ledger.computeIfAbsent(ack.level(), each -> new CounterRanges())
                            .addAll(ack.ranges());
                }
            } else if (message instanceof ServerMessage.Reconnect reconnect) {
                waitMillis = reconnect.afterMs();
            } else if (message instanceof ServerMessage.Error error) {
                refusals.add(error.toString());
                throw new AssertionError("the server says " + error);
            }
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            lost = true;
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            lost = true;
        }

        @Override
        public void close() {
            WebSocket open = socket;
            if (open != null) {
                open.abort();
            }
        }
    }
}
