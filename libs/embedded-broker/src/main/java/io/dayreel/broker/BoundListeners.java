package io.dayreel.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The broker's two listening sockets, bound to loopback before its configuration is written, so that a chosen free port
 * cannot be taken by somebody else in between. The broker closes them when it stops; {@link #close()} is for a start
 * that failed. Further listeners have a port of their own choice and are bound when the broker opens them.
 */
final class BoundListeners implements ServerSocketFactory, AutoCloseable {
    static final String CLIENTS = "CLIENTS";
    static final String CONTROLLER = "CONTROLLER";
    private static final Set<String> BOUND = Set.of(CLIENTS, CONTROLLER);
    private static final int BACKLOG = 128;

    private final ServerSocketChannel clients;
    private final ServerSocketChannel controller;

    private BoundListeners(ServerSocketChannel clients, ServerSocketChannel controller) {
        this.clients = clients;
        this.controller = controller;
    }

    static BoundListeners bind(int clientPort) {
        ServerSocketChannel clients = bindLoopback(clientPort);
        try {
            return new BoundListeners(clients, bindLoopback(0));
        } catch (BrokerStartException e) {
            closeQuietly(clients);
            throw e;
        }
    }

    private static ServerSocketChannel bindLoopback(int port) {
        ServerSocketChannel channel = null;
        try {
            channel = ServerSocketChannel.open();
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), BACKLOG);
            return channel;
        } catch (IOException e) {
            closeQuietly(channel);
            throw new BrokerStartException(
                    "Kafka cannot listen on 127.0.0.1:" + port + " (" + e.getMessage()
                            + "): stop whoever holds that port, or choose another one",
                    e);
        }
    }

    int clientPort() {
        return clients.socket().getLocalPort();
    }

    int controllerPort() {
        return controller.socket().getLocalPort();
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int receiveBufferSize, int backlog) throws IOException {
        if (!BOUND.contains(listenerName)) {
            return bindLoopback(address.getPort());
        }
        ServerSocketChannel bound =
                Map.of(CLIENTS, clients, CONTROLLER, controller).get(listenerName);
        if (bound == null || !bound.isOpen()) {
            throw new IOException("no open socket was bound for listener " + listenerName);
        }
        return bound;
    }

    @Override
    public void close() {
        closeQuietly(clients);
        closeQuietly(controller);
    }

    private static void closeQuietly(ServerSocketChannel channel) {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException ignored) {
            // The socket is given up anyway, and the reason for that is what the caller reports.
        }
    }
}
