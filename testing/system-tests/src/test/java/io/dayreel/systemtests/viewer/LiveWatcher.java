package io.dayreel.systemtests.viewer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A viewer who watches a device live, connects again as the page does, and opens the page again when nothing moves for
 * two seconds. It notes when each counter was reached, so that one can tell afterwards how long playback stood still.
 */
public final class LiveWatcher implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int HEADER = 40;
    private static final System.Logger LOG = System.getLogger(LiveWatcher.class.getName());

    /** The page waits for between half and the whole of this, and twice as long after each failure. */
    private static final long FIRST_WAIT_MILLIS = 500;

    private static final long LONGEST_WAIT_MILLIS = 15_000;

    private final HttpClient http;
    private final Supplier<URI> streamer;
    private final String path;
    private final String token;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long lastNanos;
    private final AtomicLong disorders = new AtomicLong();

    private record Arrival(long counter, long nanos) {}

    /**
     * Begins to watch.
     *
     * @param http stays open when the watcher is closed
     * @param streamer asked before each connection, so that it can name another instance
     */
    public LiveWatcher(HttpClient http, Supplier<URI> streamer, String token, String device) {
        this.http = http;
        this.streamer = streamer;
        this.path = "/v1/devices/" + device + "/watch?from=live";
        this.token = token;
        this.thread = new Thread(this::watchUntilClosed, "dayreel-systemtests-live-" + device);
        thread.setDaemon(true);
        thread.start();
    }

    /** When ({@link System#nanoTime}) the first frame with this counter or a later one came; empty if none has. */
    public OptionalLong reached(long counter) {
        synchronized (arrivals) {
            return arrivals.stream()
                    .filter(arrival -> arrival.counter() >= counter)
                    .mapToLong(Arrival::nanos)
                    .findFirst();
        }
    }

    /** Frames so far that came twice, or after a later one, on one connection. */
    public long disorders() {
        return disorders.get();
    }

    /** The longest time between two new frames, where a part of it lies between two moments of {@link System#nanoTime}. */
    public Duration longestWait(long fromNanos, long untilNanos) {
        long longest = 0;
        synchronized (arrivals) {
            long before = fromNanos;
            for (Arrival arrival : arrivals) {
                if (arrival.nanos() >= fromNanos && before <= untilNanos) {
                    longest = Math.max(longest, arrival.nanos() - before);
                }
                before = arrival.nanos();
            }
            longest = Math.max(longest, untilNanos - before);
        }
        return Duration.ofNanos(longest);
    }

    private void watchUntilClosed() {
        long wait = FIRST_WAIT_MILLIS;
        try {
            while (!closed) {
                lastNanos = System.nanoTime();
                wait = watch() ? FIRST_WAIT_MILLIS : Math.min(LONGEST_WAIT_MILLIS, wait * 2);
                TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextLong(wait / 2, wait + 1));
            }
        } catch (InterruptedException e) {
            LOG.log(System.Logger.Level.DEBUG, "closed: {0}", path);
        }
    }

    /** @return whether a connection was made, and is over now */
    private boolean watch() throws InterruptedException {
        Page page = new Page();
        try {
            WebSocket socket = http.newWebSocketBuilder()
                    .header("Authorization", "Bearer " + token)
                    .buildAsync(URI.create(streamer.get().toString().replaceFirst("^http", "ws") + path), page)
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            while (!closed && !page.over && System.nanoTime() - lastNanos < PATIENCE.toNanos()) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            socket.abort();
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private void saw(long counter) {
        long now = System.nanoTime();
        lastNanos = now;
        synchronized (arrivals) {
            if (arrivals.isEmpty() || arrivals.get(arrivals.size() - 1).counter() < counter) {
                arrivals.add(new Arrival(counter, now));
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private final class Page implements WebSocket.Listener {
        private volatile boolean over;
        private byte[] message = new byte[0];
        private long last = -1;

        @Override
        public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean isLast) {
            byte[] whole = new byte[message.length + data.remaining()];
            System.arraycopy(message, 0, whole, 0, message.length);
            data.get(whole, message.length, whole.length - message.length);
            message = isLast ? new byte[0] : whole;
            if (isLast) {
                ByteBuffer frames = ByteBuffer.wrap(whole);
                for (int at = 0; at < whole.length; at += HEADER + frames.getInt(at + 32)) {
                    next(frames.getInt(at + 12) & 0xFFFFFFFFL);
                }
            }
            socket.request(1);
            return null;
        }

        private void next(long counter) {
            if (counter <= last) {
                disorders.incrementAndGet();
            }
            last = Math.max(last, counter);
            saw(counter);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            over = true;
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            over = true;
        }
    }
}
