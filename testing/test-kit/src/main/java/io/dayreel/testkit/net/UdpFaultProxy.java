package io.dayreel.testkit.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A UDP proxy on loopback that loses, repeats and delays packets in both directions, by a seed: the same packets in the
 * same order meet the same fate. Each client gets an address of its own towards the server, as behind a NAT, which
 * {@link #rebind} changes. At most 10 000 packets are delayed at once; more are lost. The test owns and closes it.
 * Thread-safe.
 */
public final class UdpFaultProxy implements AutoCloseable {
    private static final int MAX_DELAYED = 10_000;
    private static final int MAX_PACKET = 65_507;

    private record Delayed(long dueNanos, long order, byte[] bytes, DatagramChannel from, SocketAddress to)
            implements Comparable<Delayed> {
        @Override
        public int compareTo(Delayed other) {
            return dueNanos != other.dueNanos
                    ? Long.compare(dueNanos, other.dueNanos)
                    : Long.compare(order, other.order);
        }
    }

    private final Random random;
    private final Selector selector;
    private final DatagramChannel front;
    private final Map<SocketAddress, DatagramChannel> backs = new HashMap<>();
    private final PriorityQueue<Delayed> delayed = new PriorityQueue<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(MAX_PACKET);
    private final Thread thread;
    private InetSocketAddress target;
    private double loss;
    private double duplication;
    private int reorderMillis;
    private boolean cut;
    private long order;
    private long lost;
    private long passed;

    private UdpFaultProxy(InetSocketAddress target, long seed) throws IOException {
        this.target = target;
        this.random = new Random(seed);
        this.selector = Selector.open();
        this.front = open();
        this.thread = new Thread(this::passUntilClosed, "dayreel-testkit-udp-proxy");
        thread.setDaemon(true);
    }

    /** A proxy on a free loopback port to {@code 127.0.0.1:targetPort}, without a fault. */
    public static UdpFaultProxy to(int targetPort, long seed) {
        try {
            UdpFaultProxy proxy =
                    new UdpFaultProxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort), seed);
            proxy.thread.start();
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException("the UDP proxy cannot listen", e);
        }
    }

    private DatagramChannel open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.register(selector, SelectionKey.OP_READ);
        return channel;
    }

    /** Where clients send to, on 127.0.0.1. */
    public int port() {
        return front.socket().getLocalPort();
    }

    /** Loses this share of the packets, 0–1. */
    public synchronized UdpFaultProxy lose(double share) {
        loss = share;
        return this;
    }

    /** Delivers this share of the packets twice, 0–1. */
    public synchronized UdpFaultProxy duplicate(double share) {
        duplication = share;
        return this;
    }

    /** Delays each packet by up to so many ms, so that they overtake each other. */
    public synchronized UdpFaultProxy reorder(int millis) {
        reorderMillis = millis;
        return this;
    }

    /** Loses everything until {@link #heal}. */
    public synchronized void cut() {
        cut = true;
    }

    /** Ends every fault. */
    public synchronized void heal() {
        loss = 0;
        duplication = 0;
        reorderMillis = 0;
        cut = false;
    }

    /** Clients come from other addresses from now on, as after a change of network; answers to the old ones are lost. */
    public synchronized void rebind() {
        backs.values().forEach(UdpFaultProxy::close);
        backs.clear();
    }

    /** Sends to another server from now on, from other addresses. */
    public synchronized void retarget(int targetPort) {
        target = new InetSocketAddress(InetAddress.getLoopbackAddress(), targetPort);
        rebind();
    }

    /** Packets that were not delivered because of a fault. */
    public synchronized long lost() {
        return lost;
    }

    /** Packets that were delivered. */
    public synchronized long passed() {
        return passed;
    }

    private void passUntilClosed() {
        while (selector.isOpen()) {
            try {
                selector.select(2);
                receive();
                deliver();
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException e) {
                // An address that nobody listens on any more: what was sent there is lost, as on a network.
                continue;
            }
        }
    }

    private synchronized void receive() throws IOException {
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid()) {
                receive((DatagramChannel) key.channel());
            }
        }
        selector.selectedKeys().clear();
    }

    private void receive(DatagramChannel channel) throws IOException {
        while (channel.isOpen()) {
            buffer.clear();
            SocketAddress source = channel.receive(buffer);
            if (source == null) {
                return;
            }
            byte[] packet = new byte[buffer.flip().remaining()];
            buffer.get(packet);
            if (channel == front) {
                DatagramChannel back = backs.get(source);
                if (back == null) {
                    back = open();
                    backs.put(source, back);
                }
                pass(packet, back, target);
            } else {
                backs.entrySet().stream()
                        .filter(entry -> entry.getValue() == channel)
                        .findFirst()
                        .ifPresent(entry -> pass(packet, front, entry.getKey()));
            }
        }
    }

    private void pass(byte[] packet, DatagramChannel from, SocketAddress to) {
        boolean twice = random.nextDouble() < duplication;
        if (random.nextDouble() < loss || cut) {
            lost++;
        } else {
            delay(packet, from, to);
        }
        if (twice && !cut) {
            delay(packet, from, to);
        }
    }

    private void delay(byte[] packet, DatagramChannel from, SocketAddress to) {
        if (delayed.size() >= MAX_DELAYED) {
            lost++;
            return;
        }
        long wait = reorderMillis == 0 ? 0 : random.nextLong(TimeUnit.MILLISECONDS.toNanos(reorderMillis));
        delayed.add(new Delayed(System.nanoTime() + wait, order, packet, from, to));
        order++;
    }

    private synchronized void deliver() throws IOException {
        while (!delayed.isEmpty() && delayed.peek().dueNanos() - System.nanoTime() <= 0) {
            Delayed due = delayed.remove();
            if (due.from().isOpen()) {
                due.from().send(ByteBuffer.wrap(due.bytes()), due.to());
                passed++;
            }
        }
    }

    private static void close(DatagramChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
            thread.join(5_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            rebind();
            close(front);
        }
    }
}
