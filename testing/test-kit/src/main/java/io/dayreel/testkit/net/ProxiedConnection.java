package io.dayreel.testkit.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One client's connection through the proxy: two threads, one for each direction, with 64 KiB of buffer each. */
final class ProxiedConnection {
    private static final int BUFFER = 64 * 1024;

    private final Socket client;
    private final Socket server;
    private final FaultSwitch fault;
    private final Consumer<ProxiedConnection> whenClosed;
    private final AtomicInteger openDirections = new AtomicInteger(2);
    private volatile boolean reset;
    private volatile boolean serverLost;

    ProxiedConnection(Socket client, Socket server, FaultSwitch fault, Consumer<ProxiedConnection> whenClosed) {
        this.client = client;
        this.server = server;
        this.fault = fault;
        this.whenClosed = whenClosed;
    }

    void start() {
        start("up", () -> pass(client, server));
        start("down", () -> pass(server, client));
    }

    private static void start(String direction, Runnable pass) {
        Thread thread = new Thread(pass, "dayreel-testkit-proxy-" + direction);
        thread.setDaemon(true);
        thread.start();
    }

    void reset() {
        reset = true;
        fault.wake();
        reset(client);
        reset(server);
    }

    void loseServer() {
        serverLost = true;
        reset(server);
    }

    /** Closes with RST instead of FIN. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            return;
        }
        close(socket);
    }

    private void pass(Socket from, Socket to) {
        byte[] buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            while (true) {
                fault.awaitPassage(this::wanted);
                int read = in.read(buffer, 0, fault.get().chunkBytes(buffer.length));
                fault.awaitPassage(this::wanted);
                if (read < 0) {
                    break;
                }
                fault.pause(fault.get().pause(read), this::wanted);
                deliver(to, out, buffer, read);
            }
            if (!serverLost) {
                to.shutdownOutput();
            }
        } catch (IOException broken) {
            closeBoth();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closeBoth();
        } finally {
            directionEnded();
        }
    }

    /** Bytes for a server that was lost are swallowed: its client is not to notice. */
    private void deliver(Socket to, OutputStream out, byte[] bytes, int length) throws IOException {
        try {
            if (!(serverLost && to == server)) {
                out.write(bytes, 0, length);
                out.flush();
            }
        } catch (IOException e) {
            if (!(serverLost && to == server)) {
                throw e;
            }
        }
    }

    private boolean wanted() {
        return !reset;
    }

    private void closeBoth() {
        if (serverLost && !reset) {
            return;
        }
        close(client);
        close(server);
    }

    private void directionEnded() {
        if (openDirections.decrementAndGet() == 0) {
            close(client);
            close(server);
            whenClosed.accept(this);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException ignored) {
            // Nothing is left to do for a socket that cannot even be closed.
        }
    }
}
