package io.dayreel.cli.device;

import io.dayreel.cli.device.DeviceSession.Batch;
import io.dayreel.cli.device.DeviceSession.Ending;
import io.dayreel.cli.socket.Backoff;
import io.dayreel.cli.socket.ConnectException;
import io.dayreel.cli.socket.MessageSocket;
import io.dayreel.cli.socket.ServerAddress;
import io.dayreel.cli.trial.TrialFaults;
import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Sends what the spool holds, over one connection at a time, and opens the next when one breaks: at once, then with
 * growing waits of up to 15 s, for ever. Stops only when the server refuses for good. One thread of its own.
 */
final class DeviceConnection implements Sending {
    private static final String AGENT = "dayreel/0.1";
    private static final String PROTOCOL = "dayreel.device.v1";
    private static final Duration SEND_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration SILENCE = Duration.ofSeconds(90);
    private static final Duration PING = Duration.ofSeconds(15);
    private static final long WELCOME_TIMEOUT_MILLIS = 15_000;
    private static final long OLD_ACKS_MILLIS = 100;
    private static final long RESEND_WAIT_MILLIS = 10;
    private static final int MAX_CONTROL = 1 << 20;
    private static final long CLOSE_WAIT_MILLIS = 5_000;

    private final DeviceSettings settings;
    private final SpoolState state;
    private final DeviceListener listener;
    private final UdpShare udp;
    private final Backoff backoff;
    private final RandomGenerator trialDraws;
    private final HttpClient client;
    private final Thread thread = new Thread(this::run, "dayreel-cli-device");
    private Optional<URI> redirected = Optional.empty();

    DeviceConnection(
            DeviceSettings settings, SpoolState state, DeviceListener listener, UdpShare udp, Backoff backoff) {
        this.settings = settings;
        this.udp = udp;
        this.trialDraws = settings.route().faults().draws(0);
        this.client = settings.server().newClient();
        this.state = state;
        this.listener = listener;
        this.backoff = backoff;
        thread.setDaemon(true);
    }

    @Override
    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!isOver()) {
                boolean elsewhere = redirected.isPresent();
                Ending ending = session();
                // What refuses where it was sent may not be the installation at all: its own address decides.
                if (ending.refused() && !elsewhere) {
                    state.fail(new DeviceRefused(ending.reason()));
                } else if (!isOver()) {
                    pause(ending);
                }
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException broken) {
            state.fail(new IOException("sending stopped: " + broken.getMessage(), broken));
        }
    }

    private boolean isOver() {
        state.lock.lock();
        try {
            return state.isOver();
        } finally {
            state.lock.unlock();
        }
    }

    private void pause(Ending ending) throws InterruptedException {
        redirected = ending.goTo().map(URI::create);
        Duration wait = backoff.next();
        Duration longer = wait.compareTo(ending.waitAtLeast()) < 0 ? ending.waitAtLeast() : wait;
        listener.disconnected(ending.reason(), longer);
        long until = System.nanoTime() + longer.toNanos();
        state.lock.lock();
        try {
            while (!state.isOver() && System.nanoTime() < until) {
                state.await(Math.max(1, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
            }
        } finally {
            state.lock.unlock();
        }
    }

    /** One connection from its opening to its end. */
    private Ending session() throws IOException, InterruptedException {
        TrialFrames trial = new TrialFrames(frameFaults(), trialDraws);
        DeviceSession session = new DeviceSession(state, settings, listener, udp, trial);
        MessageSocket socket;
        try {
            socket =
                    MessageSocket.connect(client, address(), settings.server().token(), PROTOCOL, MAX_CONTROL, session);
        } catch (ConnectException e) {
            redirected = Optional.empty();
            return new Ending(e.getMessage(), e.isRefused(), Duration.ZERO, Optional.empty());
        }
        try {
            state.locked(() -> udp.attach(session));
            return converse(session, socket, trial);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } finally {
            state.locked(udp::detach);
            socket.close();
        }
    }

    /** Over UDP it is the packets that meet faults. */
    private TrialFaults frameFaults() {
        return settings.route().transport() == Transport.UDP
                ? TrialFaults.NONE
                : settings.route().faults();
    }

    private URI address() {
        return redirected.orElseGet(
                () -> settings.server().socket("/v1/ingest?device=" + ServerAddress.encode(settings.device())));
    }

    private Ending converse(DeviceSession session, MessageSocket socket, TrialFrames trial)
            throws IOException, InterruptedException {
        long lastPing = System.nanoTime();
        if (!greet(session, socket)) {
            return ended(session, "the server did not answer hello");
        }
        backoff.reset();
        while (true) {
            Optional<Batch> batch = await(session);
            if (session.ending().isPresent() || isOver()) {
                return ended(session, "stopped");
            }
            try {
                reply(session, socket);
                if (batch.isPresent()) {
                    boolean again = trial.twice();
                    socket.sendBinary(batch.get().message().duplicate(), SEND_TIMEOUT);
                    if (again) {
                        socket.sendBinary(batch.get().message(), SEND_TIMEOUT);
                    }
                } else if (!greet(session, socket)) {
                    return ended(session, "the server did not answer hello");
                }
                if (System.nanoTime() - lastPing > PING.toNanos()) {
                    lastPing = System.nanoTime();
                    socket.sendPing(SEND_TIMEOUT);
                }
            } catch (IOException broken) {
                return ended(session, broken.getMessage());
            }
            if (System.nanoTime() - socket.lastHeardNanos() > SILENCE.toNanos()) {
                return ended(session, "nothing was heard of the server for 90 s");
            }
        }
    }

    private void reply(DeviceSession session, MessageSocket socket) throws IOException, InterruptedException {
        List<DeviceMessage> replies;
        state.lock.lock();
        try {
            replies = session.takeReplies();
        } finally {
            state.lock.unlock();
        }
        for (DeviceMessage message : replies) {
            socket.sendText(Json.write(message), SEND_TIMEOUT);
        }
    }

    /** Announces what is new and waits for the answer. @return whether there was nothing new, or a welcome */
    private boolean greet(DeviceSession session, MessageSocket socket) throws IOException, InterruptedException {
        Optional<DeviceMessage.Hello> hello;
        state.lock.lock();
        try {
            hello = session.greeting(AGENT);
        } finally {
            state.lock.unlock();
        }
        if (hello.isEmpty()) {
            return true;
        }
        try {
            socket.sendText(Json.write(hello.get()), SEND_TIMEOUT);
        } catch (IOException broken) {
            session.failed(broken);
            return false;
        }
        return awaitWelcome(session, hello.get());
    }

    private boolean awaitWelcome(DeviceSession session, DeviceMessage.Hello hello) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(WELCOME_TIMEOUT_MILLIS);
        state.lock.lock();
        try {
            while (!session.welcomes(hello) && session.ending().isEmpty() && !state.isOver()) {
                long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                state.await(left);
            }
            boolean sentBefore =
                    hello.runs().stream().anyMatch(run -> !run.unacknowledged().isEmpty());
            if (sentBefore && session.ending().isEmpty()) {
                state.await(OLD_ACKS_MILLIS); // what the server has already need not be sent
            }
            return true;
        } finally {
            state.lock.unlock();
        }
    }

    /** Waits up to a second for something to send; a small message waits a little for more frames. */
    private Optional<Batch> await(DeviceSession session) throws IOException, InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        long together = 0;
        state.lock.lock();
        try {
            while (session.ending().isEmpty() && !state.isOver() && System.nanoTime() < until) {
                if (session.hasUnannounced() || session.hasReplies()) {
                    return Optional.empty();
                }
                Optional<Batch> batch = session.hasRoom() ? session.next() : Optional.empty();
                if (batch.isPresent()) {
                    long now = System.nanoTime();
                    together = together == 0 ? now + settings.batch().toNanos() : together;
                    if (now >= together || !session.isSmall(batch.get())) {
                        session.sending(batch.get());
                        return batch;
                    }
                    state.await(Math.max(1, TimeUnit.NANOSECONDS.toMillis(together - now)));
                } else {
                    long rest = TimeUnit.NANOSECONDS.toMillis(Math.max(0, until - System.nanoTime())) + 1;
                    state.await(session.hasResends() ? Math.min(rest, RESEND_WAIT_MILLIS) : rest);
                }
            }
            return Optional.empty();
        } finally {
            state.lock.unlock();
        }
    }

    private static Ending ended(DeviceSession session, String otherwise) {
        return session.ending().orElseGet(() -> DeviceSession.again(otherwise, Duration.ZERO));
    }

    @Override
    public void close() {
        state.stop();
        try {
            thread.join(CLOSE_WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
