package io.dayreel.cli.device;

import io.dayreel.contracts.device.DeviceMessage;
import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.device.ServerMessage;
import io.dayreel.contracts.json.Json;
import io.dayreel.protocol.frame.FrameMessage;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.net.RawWebSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that does with each connection what the test says, one connection after the other. The test closes it, which
 * fails if a script failed.
 */
public final class ScriptedServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int MAX_MESSAGE = 5 << 20;

    private final ServerSocket listener;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private volatile Optional<Socket> current = Optional.empty();
    private final Thread thread = new Thread(this::run, "test-scripted-server");

    /** What happens on a connection; it is closed behind it. */
    @FunctionalInterface
    public interface Script {
        /** @param number 1 for the first connection */
        void play(Conversation with, int number) throws IOException;
    }

    private ScriptedServer(int port, Script script) throws IOException {
        this.listener = new ServerSocket(port, 16, InetAddress.getLoopbackAddress());
        this.script = script;
        thread.setDaemon(true);
        thread.start();
    }

    /** @param port 0 for any free one */
    public static ScriptedServer start(int port, Script script) throws IOException {
        return new ScriptedServer(port, script);
    }

    public String address() {
        return "http://localhost:" + listener.getLocalPort();
    }

    /** Connections that were upgraded so far. */
    public int connections() {
        return connections.get();
    }

    private void run() {
        while (!listener.isClosed()) {
            try (Socket accepted = listener.accept();
                    RawWebSocket socket = RawWebSocket.accept(accepted)) {
                current = Optional.of(accepted);
                script.play(new Conversation(socket), connections.incrementAndGet());
            } catch (SocketException closed) {
                if (!listener.isClosed()) {
                    failures.add(closed);
                }
            } catch (IOException | RuntimeException | AssertionError e) {
                failures.add(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        if (current.isPresent()) {
            current.get().close();
        }
        try {
            thread.join(PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Throwable failure : failures) {
            throw new AssertionError("the server's script failed", failure);
        }
    }

    /** Frames that a device sent in one message. */
    public record SentFrames(Day day, int run, CounterRanges counters) {}

    /** One connection, from the server's side. */
    public static final class Conversation {
        private final RawWebSocket socket;
        private final List<DeviceMessage.Have> answers = new ArrayList<>();

        Conversation(RawWebSocket socket) {
            this.socket = socket;
        }

        /** Takes hello and welcomes every run in it. */
        public void welcome() throws IOException {
            welcome(hello());
        }

        public DeviceMessage.Hello hello() throws IOException {
            return (DeviceMessage.Hello) Json.read(next(RawWebSocket.TEXT).text(), DeviceMessage.class);
        }

        public void welcome(DeviceMessage.Hello hello) throws IOException {
            say(new ServerMessage.Welcome(
                    "session",
                    MAX_MESSAGE,
                    64,
                    List.of(Level.RECEIVED, Level.ARCHIVED),
                    hello.runs().stream()
                            .map(run -> new ServerMessage.WelcomedRun(run.day(), run.run(), false))
                            .toList()));
        }

        /** Takes messages until there are so many frames; welcomes runs that are announced in between. */
        public SentFrames frames(long count) throws IOException {
            CounterRanges counters = new CounterRanges();
            FrameView[] last = {new FrameView()};
            while (counters.size() < count) {
                RawWebSocket.Received message = next();
                if (message.opcode() == RawWebSocket.TEXT) {
                    take(message);
                } else if (message.opcode() == RawWebSocket.BINARY) {
                    byte[] bytes = message.payload();
                    FrameMessage.forEach(last[0], bytes, 0, bytes.length, frame -> counters.add(frame.counter()));
                }
            }
            return new SentFrames(new Day(last[0].day()), last[0].run(), counters);
        }

        private void take(RawWebSocket.Received text) throws IOException {
            DeviceMessage message = Json.read(text.text(), DeviceMessage.class);
            if (message instanceof DeviceMessage.Hello hello) {
                welcome(hello);
            } else if (message instanceof DeviceMessage.Have have) {
                answers.add(have);
            }
        }

        /** Waits for the answer to a request, and takes no frames meanwhile. */
        public DeviceMessage.Have answer() throws IOException {
            while (answers.isEmpty()) {
                take(next(RawWebSocket.TEXT));
            }
            return answers.remove(0);
        }

        /** Acknowledges frames. */
        public void acknowledge(SentFrames sent, Level level) throws IOException {
            say(new ServerMessage.Ack(sent.day(), sent.run(), sent.counters(), level));
        }

        public void say(ServerMessage message) throws IOException {
            socket.sendText(Json.write(message));
        }

        /** Sends a close code and waits until the device has gone. */
        public void closeWith(int code, String reason) throws IOException {
            socket.sendClose(code, reason);
            awaitEnd();
        }

        /** Acknowledges whatever comes until the device goes. */
        public void acknowledgeAll(Level level) throws IOException {
            Optional<RawWebSocket.Received> message = socket.read(PATIENCE);
            FrameView view = new FrameView();
            while (message.isPresent()) {
                RawWebSocket.Received found = message.get();
                if (found.opcode() == RawWebSocket.TEXT) {
                    take(found);
                } else if (found.opcode() == RawWebSocket.BINARY) {
                    CounterRanges counters = new CounterRanges();
                    byte[] bytes = found.payload();
                    FrameMessage.forEach(view, bytes, 0, bytes.length, frame -> counters.add(frame.counter()));
                    acknowledge(new SentFrames(new Day(view.day()), view.run(), counters), level);
                } else if (found.opcode() == RawWebSocket.CLOSE) {
                    answerGoodbye(found);
                }
                message = socket.read(PATIENCE);
            }
        }

        private void answerGoodbye(RawWebSocket.Received goodbye) throws IOException {
            try {
                socket.send(RawWebSocket.CLOSE, goodbye.payload());
            } catch (SocketException left) {
                return; // a device says goodbye and goes, whether it is answered or not
            }
        }

        public void awaitEnd() throws IOException {
            Optional<RawWebSocket.Received> message = socket.read(PATIENCE);
            while (message.isPresent()) {
                message = socket.read(PATIENCE);
            }
        }

        private RawWebSocket.Received next(int opcode) throws IOException {
            RawWebSocket.Received message = next();
            while (message.opcode() != opcode) {
                message = next();
            }
            return message;
        }

        private RawWebSocket.Received next() throws IOException {
            return socket.read(PATIENCE).orElseThrow(() -> new IOException("the device has gone"));
        }
    }
}
