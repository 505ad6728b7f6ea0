package io.dayreel.cli.udp;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.udp.UdpSessionAnswer;
import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.datagrams.keys.SessionKeys;
import io.dayreel.datagrams.packet.DatagramException;
import io.dayreel.datagrams.packet.DatagramHeader;
import io.dayreel.datagrams.packet.DatagramLayout;
import io.dayreel.datagrams.server.ReassemblyBudget;
import io.dayreel.datagrams.server.ServerLimits;
import io.dayreel.datagrams.server.ServerSession;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * Opens sessions over HTTP and receives messages over UDP, both on loopback. Acknowledges each message as the counter that
 * its first four bytes say. The test closes it.
 */
final class UdpServer implements AutoCloseable {
    static final Day DAY = Day.parse("2026-11-21");
    static final int RUN = 4711;

    private static final byte[] ROOT = "a shared secret".getBytes(StandardCharsets.US_ASCII);

    private final HttpServer http;
    private final DatagramChannel channel;
    private final Duration lifetime;
    private final ServerSession.Workbench bench = new ServerSession.Workbench();
    private final ServerSession.Reassembling reassembling = new ServerSession.Reassembling(
            new ServerLimits(1 << 20, 8 << 20, Duration.ofSeconds(3)), new ReassemblyBudget(64 << 20));
    private final Map<Long, ServerSession> sessions = new ConcurrentHashMap<>();
    private final List<ByteBuffer> messages = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::receiveUntilClosed, "test-udp-server");
    private volatile String refusal = "";
    private volatile boolean deaf;
    private volatile boolean closing;

    UdpServer(Duration lifetime) throws IOException {
        this.lifetime = lifetime;
        this.channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        http.createContext("/v1/udp-sessions", this::open);
        http.start();
        thread.setDaemon(true);
        thread.start();
    }

    String address() {
        return "http://localhost:" + http.getAddress().getPort();
    }

    /** Answers requests for sessions with this status and problem from now on. */
    void refuse(String detail) {
        refusal = detail;
    }

    /** Whether packets are thrown away, as by a firewall. */
    void deaf(boolean nothingArrives) {
        deaf = nothingArrives;
    }

    /** Messages in order of arrival. */
    List<ByteBuffer> messages() {
        return messages;
    }

    /** Sessions that were opened. */
    int sessions() {
        return sessions.size();
    }

    private void open(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body;
        if (refusal.isEmpty()) {
            long number = sessions.size() + 1L;
            SessionKeys keys = SessionKeys.derive(SessionKeys.master(ROOT, 7), number, CipherSuite.AES_128_GCM);
            sessions.put(
                    number,
                    new ServerSession(
                            bench, keys, new ServerSession.SessionName(number, 7), 1, reassembling, reason -> {}));
            body = Json.writeBytes(answer(number, keys));
        } else {
            body = ("{\"detail\":\"" + refusal + "\"}").getBytes(StandardCharsets.UTF_8);
        }
        exchange.sendResponseHeaders(refusal.isEmpty() ? 201 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private UdpSessionAnswer answer(long number, SessionKeys keys) throws IOException {
        return new UdpSessionAnswer(
                String.format("%016x", number),
                7,
                CipherSuite.AES_128_GCM.wireName(),
                keys.deviceKey(),
                keys.serverSecret(),
                "localhost",
                ((InetSocketAddress) channel.getLocalAddress()).getPort(),
                Instant.now().plus(lifetime),
                DatagramLayout.MAX_DATAGRAM,
                1 << 20);
    }

    private void receiveUntilClosed() {
        DatagramHeader header = new DatagramHeader();
        ByteBuffer packet = ByteBuffer.allocate(2000);
        while (!closing) {
            try {
                SocketAddress from = channel.receive(packet.clear());
                while (from != null) {
                    if (!deaf) {
                        take(header, packet, from);
                    }
                    from = channel.receive(packet.clear());
                }
                sessions.values().forEach(session -> session.sendReceipt(this::send));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void take(DatagramHeader header, ByteBuffer packet, SocketAddress from) {
        try {
            header.wrap(packet.array(), packet.position(), false);
        } catch (DatagramException e) {
            throw new AssertionError("a device sends datagrams only", e);
        }
        ServerSession session = sessions.get(header.session());
        session.receive(header, from, System.nanoTime(), message -> {
            messages.add(ByteBuffer.wrap(message));
            long counter = ByteBuffer.wrap(message).getInt();
            session.acknowledge(1, DAY, RUN, CounterRanges.of(new CounterRange(counter, counter)), this::send);
        });
    }

    private void send(byte[] datagram, int length, SocketAddress to) {
        try {
            channel.send(ByteBuffer.wrap(datagram, 0, length), to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        closing = true;
        http.stop(0);
        LockSupport.parkNanos(20_000_000);
        channel.close();
    }
}
