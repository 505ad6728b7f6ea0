package io.dayreel.systemtests.faults;

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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A viewer who watches a device live and opens the page again when nothing moves for two seconds. It notes when each
 * counter was reached, so that one can tell afterwards how long playback stood still.
 */
final class LiveWatcher implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int HEADER = 40;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI address;
    private final String token;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private volatile long lastNanos;
    private final AtomicLong disorders = new AtomicLong();

    private record Arrival(long counter, long nanos) {}

    LiveWatcher(URI streamer, String token, String device) {
        this.address = URI.create(
                streamer.toString().replaceFirst("^http", "ws") + "/v1/devices/" + device + "/watch?from=live");
        this.token = token;
        this.thread = new Thread(this::watchUntilClosed, "dayreel-faults-live-" + device);
        thread.setDaemon(true);
        thread.start();
    }

    /** When ({@link System#nanoTime}) the first frame with this counter or a later one came; empty if none has. */
    OptionalLong reached(long counter) {
        synchronized (arrivals) {
            return arrivals.stream()
                    .filter(arrival -> arrival.counter() >= counter)
                    .mapToLong(Arrival::nanos)
                    .findFirst();
        }
    }

    /** Frames so far that came twice, or after a later one, on one connection. */
    long disorders() {
        return disorders.get();
    }

    private void watchUntilClosed() {
        while (!closed) {
            lastNanos = System.nanoTime();
            Page page = new Page();
            try {
                WebSocket socket = http.newWebSocketBuilder()
                        .header("Authorization", "Bearer " + token)
                        .buildAsync(address, page)
                        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                while (!closed && !page.over && System.nanoTime() - lastNanos < PATIENCE.toNanos()) {
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
                socket.abort();
            } catch (ExecutionException | TimeoutException e) {
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            } catch (InterruptedException e) {
                return;
            }
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
