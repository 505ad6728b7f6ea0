package io.dayreel.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on loopback that misbehaves on demand. The fault can be changed at any time and holds for open and new
 * connections. At most 128 connections at once; more are reset. The test owns and closes it, which closes them all.
 * Thread-safe.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 128;
    private static final int CONNECT_MILLIS = 5000;

    private final List<InetSocketAddress> targets;
    private final AtomicInteger connectionsSoFar = new AtomicInteger();
    private final ServerSocket listener;
    private final FaultSwitch fault = new FaultSwitch();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();

    private FaultProxy(List<InetSocketAddress> targets, ServerSocket listener) {
        this.targets = List.copyOf(targets);
        this.listener = listener;
    }

    /** A proxy on a free loopback port to {@code 127.0.0.1:targetPort}, without a fault. */
    public static FaultProxy to(int targetPort) {
        return to(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), 0);
    }

    /** A proxy on a chosen loopback port; 0 takes a free one. */
    public static FaultProxy to(InetSocketAddress target, int port) {
        return over(List.of(target), port);
    }

    /**
     * A proxy that spreads connections over several targets in turn, as a balancer does: one that refuses is passed over.
     *
     * @param port loopback port; 0 takes a free one
     */
    public static FaultProxy over(List<InetSocketAddress> targets, int port) {
        try {
            ServerSocket listener = new ServerSocket(port, MAX_CONNECTIONS, InetAddress.getLoopbackAddress());
            FaultProxy proxy = new FaultProxy(targets, listener);
            Thread acceptor = new Thread(proxy::acceptUntilClosed, "dayreel-testkit-proxy-accept");
            acceptor.setDaemon(true);
            acceptor.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("the proxy cannot listen on port " + port, e);
        }
    }

    /** Where clients connect to, on 127.0.0.1. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Connections that are open now. */
    public int openConnections() {
        return connections.size();
    }

    /** Ends every fault. What a fault held back goes on; what it reset stays closed. */
    public void heal() {
        fault.set(Fault.NONE);
    }

    /** Resets all open connections (RST on both sides), once. New ones work. */
    public void cut() {
        connections.forEach(ProxiedConnection::reset);
    }

    /** Resets all open connections, and every new one until {@link #heal()}: as if nobody listened. */
    public void refuse() {
        fault.set(Fault.REFUSE);
        cut();
    }

    /** Lets no byte pass in either direction; connections stay open, new ones seem to open. No data is lost on heal. */
    public void blackhole() {
        fault.set(Fault.BLACKHOLE);
    }

    /**
     * Delivers each chunk of at most 64 KiB this much later in each direction. The next chunk is read afterwards, so a
     * delay bounds throughput too.
     */
    public void delay(Duration each) {
        fault.set(Fault.delay(each));
    }

    /** Passes at most this many bytes a second in each direction of each connection; at least 1. */
    public void throttle(int bytesPerSecond) {
        fault.set(Fault.throttle(bytesPerSecond));
    }

    /**
     * Closes the server's side of all open connections and tells the clients nothing: they look open, and what clients
     * send is swallowed. New connections work.
     */
    public void halfOpen() {
        connections.forEach(ProxiedConnection::loseServer);
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            fault.set(Fault.REFUSE);
            cut();
        }
    }

    private void acceptUntilClosed() {
        while (!listener.isClosed()) {
            try {
                accepted(listener.accept());
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    System.err.println("proxy on " + port() + ": " + e.getMessage());
                }
            }
        }
    }

    private void accepted(Socket client) throws IOException {
        if (fault.get().refusing() || connections.size() >= MAX_CONNECTIONS) {
            ProxiedConnection.reset(client);
            return;
        }
        Socket server = connected();
        if (server == null) {
            ProxiedConnection.reset(client);
            return;
        }
        ProxiedConnection connection = new ProxiedConnection(client, server, fault, connections::remove);
        connections.add(connection);
        connection.start();
        if (listener.isClosed()) {
            connection.reset();
        }
    }

    /** Null if no target takes the connection. */
    private Socket connected() throws IOException {
        int first = connectionsSoFar.getAndIncrement();
        for (int i = 0; i < targets.size(); i++) {
            Socket server = new Socket();
            try {
                server.connect(targets.get(Math.floorMod(first + i, targets.size())), CONNECT_MILLIS);
                return server;
            } catch (IOException unreachable) {
                server.close();
            }
        }
        return null;
    }
}
