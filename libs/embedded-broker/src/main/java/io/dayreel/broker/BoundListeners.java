package io.dayreel.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.server.ServerSocketFactory;

/**
 * The broker's listening sockets, bound to loopback before its configuration is written: a chosen free port cannot be
 * taken by somebody else in between, and a port that is taken ends the start instead of leaving a broker that some
 * cannot reach. The broker closes them when it stops; {@link #close()} is for a start that failed.
 */
final class BoundListeners implements ServerSocketFactory, AutoCloseable {
    static final String CLIENTS = "CLIENTS";
    static final String CONTROLLER = "CONTROLLER";
    private static final int BACKLOG = 128;

    private final Map<String, ServerSocketChannel> byName = new HashMap<>();

    private BoundListeners() {}

    /** @throws BrokerStartException if a port is taken */
    static BoundListeners bind(EmbeddedBrokerSettings settings) {
        BoundListeners listeners = new BoundListeners();
        try {
            listeners.byName.put(CLIENTS, bindLoopback(settings.listenerPort()));
            listeners.byName.put(CONTROLLER, bindLoopback(0));
            settings.furtherListeners()
                    .keySet()
                    .forEach(port -> listeners.byName.put(furtherName(port), bindLoopback(port)));
            return listeners;
        } catch (BrokerStartException e) {
            listeners.close();
            throw e;
        }
    }

    /** What the further listener on a port is called. */
    static String furtherName(int port) {
        return CLIENTS + port;
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
        return byName.get(CLIENTS).socket().getLocalPort();
    }

    int controllerPort() {
        return byName.get(CONTROLLER).socket().getLocalPort();
    }

    @Override
    public ServerSocketChannel openServerSocket(
            String listenerName, InetSocketAddress address, int receiveBufferSize, int backlog) throws IOException {
        ServerSocketChannel bound = byName.get(listenerName);
        if (bound == null || !bound.isOpen()) {
            throw new IOException("no open socket was bound for listener " + listenerName);
        }
        return bound;
    }

    @Override
    public void close() {
        byName.values().forEach(BoundListeners::closeQuietly);
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
