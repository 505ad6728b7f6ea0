package io.dayreel.cli.watch;

import io.dayreel.cli.socket.Backoff;
import io.dayreel.cli.socket.ConnectException;
import io.dayreel.cli.watch.ViewerSocket.Received;
import io.dayreel.contracts.device.CloseCode;
import io.dayreel.contracts.viewer.ViewerMessage;
import io.dayreel.protocol.frame.FrameView;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Watches a device through any number of connections: each frame once and in order, none left out, also when a
 * connection breaks or the server restarts. {@link #run} blocks; {@link #stop} ends it from any thread.
 */
public final class Watching {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long SEEK_PAUSE_MILLIS = 50;
    private static final Duration SILENCE = Duration.ofSeconds(90);

    private final WatchRequest request;
    private final FrameSink sink;
    private final Notes notes;
    private final HttpClient client;
    private final Backoff backoff = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(10), new Random());
    private final SeenFrames seen = new SeenFrames();
    private final FrameView view = new FrameView();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private Optional<String> place = Optional.empty();
    private boolean everConnected;

    /** Is told what a person should know. */
    public interface Notes {
        /** The connection is gone and tried again. */
        default void reconnecting(String reason) {}

        default void warning(String text) {}
    }

    /** How a connection ended. */
    private enum Next {
        AGAIN,
        AGAIN_AT_ONCE,
        DONE
    }

    public Watching(WatchRequest request, FrameSink sink, Notes notes) {
        this.request = request;
        this.client = request.server().newClient();
        this.sink = sink;
        this.notes = notes;
    }

    /**
     * Returns when the asked end is reached, the sink is done, or {@link #stop} was called.
     *
     * @throws IOException if the sink fails, or the server refuses for good; with a message for the user
     */
    public void run() throws IOException, InterruptedException {
        Next next = Next.AGAIN;
        while (next != Next.DONE && !isStopped()) {
            next = connection();
            if (next == Next.AGAIN && !isStopped()) {
                stopped.await(backoff.next().toMillis(), TimeUnit.MILLISECONDS);
            }
        }
        sink.flush();
    }

    public void stop() {
        stopped.countDown();
    }

    private boolean isStopped() {
        return stopped.getCount() == 0;
    }

    private Next connection() throws IOException, InterruptedException {
        String from = place.or(seen::last).orElse(request.from());
        place = Optional.empty();
        try (ViewerSocket socket = new ViewerSocket(client, request, from)) {
            everConnected = true;
            return receive(socket);
        } catch (ConnectException e) {
            boolean notFoundAtFirst = e.status() == 404 && !everConnected;
            if (e.isRefused() || notFoundAtFirst || e.status() == 400) {
                throw e;
            }
            notes.reconnecting(e.getMessage());
            return Next.AGAIN;
        }
    }

    private Next receive(ViewerSocket socket) throws IOException, InterruptedException {
        while (!isStopped() && !sink.isDone()) {
            Optional<Received> received = socket.next(POLL);
            if (received.isEmpty()) {
                sink.flush();
                if (socket.silence().compareTo(SILENCE) > 0) {
                    notes.reconnecting("nothing was heard of the server for 90 s");
                    return Next.AGAIN;
                }
            } else if (received.get() instanceof Received.Frames frames) {
                backoff.reset();
                deliver(frames.frames());
            } else if (received.get() instanceof Received.Control control) {
                Optional<Next> next = accept(control.message());
                if (next.isPresent()) {
                    return next.get();
                }
            } else if (received.get() instanceof Received.Closed closed) {
                return closed(closed);
            }
            place = sink.goTo();
            if (place.isPresent()) {
                seen.forget();
                stopped.await(SEEK_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                return Next.AGAIN_AT_ONCE;
            }
        }
        return Next.DONE;
    }

    private void deliver(ByteBuffer frames) throws IOException {
        int at = 0;
        while (at < frames.limit() && !sink.isDone()) {
            view.wrap(frames, at, frames.limit()).checkCrc();
            at = view.end();
            if (seen.add(view)) {
                sink.frame(view);
            }
        }
    }

    private Optional<Next> accept(ViewerMessage message) throws IOException {
        if (message instanceof ViewerMessage.Configuration configuration) {
            sink.configuration(configuration);
        } else if (message instanceof ViewerMessage.End) {
            sink.message(message);
            return Optional.of(Next.DONE);
        } else if (message instanceof ViewerMessage.Skipped skipped) {
            if (request.complete()) {
                return Optional.of(Next.AGAIN_AT_ONCE); // from the last frame delivered, at this viewer's pace
            }
            notes.warning("too slow for live pictures: skipped " + skipped.ranges());
        } else if (message instanceof ViewerMessage.Error error) {
            notes.warning(error.code() + ": " + error.detail());
            sink.message(message);
        } else {
            sink.message(message);
        }
        return Optional.empty();
    }

    private Next closed(Received.Closed closed) throws IOException {
        if (closed.code() == CloseCode.NOT_AUTHORISED) {
            throw new IOException("the server refuses the token: " + closed.reason());
        }
        notes.reconnecting(
                closed.code() == CloseCode.RESTARTING
                        ? "the server restarts"
                        : "the connection ended (" + closed.code() + " " + closed.reason() + ")");
        return Next.AGAIN;
    }
}
