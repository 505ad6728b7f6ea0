package io.dayreel.ingest.testing;

import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.udp.UdpSessionAnswer;
import io.dayreel.datagrams.device.DatagramUplink;
import io.dayreel.datagrams.device.DeviceSession;
import io.dayreel.datagrams.device.UplinkListener;
import io.dayreel.datagrams.device.UplinkSettings;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A device that sends over UDP to a loopback port, on a thread of its own. */
public final class TestUdpDevice implements UplinkListener, AutoCloseable {
    private static final int MOST_OVERHEARD = 500;

    private final DatagramChannel channel;
    private final InetSocketAddress target;
    private final DatagramUplink uplink = new DatagramUplink(UplinkSettings.DEFAULT, this::transmit, this);
    private final Set<Long> givenUp = ConcurrentHashMap.newKeySet();
    private final Set<Long> arrived = ConcurrentHashMap.newKeySet();
    private final CounterRanges acknowledged = new CounterRanges();
    private final List<byte[]> overheard = new CopyOnWriteArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final Thread thread = new Thread(this::run, "test-udp-device");
    private volatile boolean closing;

    public TestUdpDevice(int port) {
        try {
            target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread.setDaemon(true);
        thread.start();
    }

    public synchronized TestUdpDevice use(UdpSessionAnswer session) {
        uplink.use(DeviceSession.of(
                        session.session(),
                        session.epoch(),
                        session.cipher(),
                        session.deviceKey(),
                        session.serverSecret())
                .limitedTo(session.maxDatagram(), session.maxMessageBytes()));
        return this;
    }

    public synchronized boolean offer(long id, byte[] message) {
        return uplink.offer(id, message, System.nanoTime());
    }

    public synchronized boolean isIdle() {
        return uplink.isIdle();
    }

    public Set<Long> givenUp() {
        return givenUp;
    }

    public Set<Long> arrived() {
        return arrived;
    }

    public synchronized CounterRanges acknowledged() {
        return acknowledged.copy();
    }

    public void awaitAcknowledged(long first, long last) {
        await().atMost(Duration.ofSeconds(20)).until(() -> acknowledged().containsAll(first, last));
    }

    private void run() {
        ByteBuffer packet = ByteBuffer.allocate(2000);
        while (!closing) {
            try {
                packet.clear();
                synchronized (this) {
                    while (channel.receive(packet) != null) {
                        uplink.receive(packet.array(), packet.position(), System.nanoTime());
                        packet.clear();
                    }
                    uplink.advance(System.nanoTime());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Packets sent so far. */
    public long sent() {
        return sent.get();
    }

    /** The first packets that were sent, as whoever listens on the way has them. */
    public List<byte[]> overheard() {
        return List.copyOf(overheard);
    }

    private void transmit(byte[] datagram, int length) {
        if (overheard.size() < MOST_OVERHEARD) {
            overheard.add(Arrays.copyOf(datagram, length));
        }
        sent.incrementAndGet();
        try {
            channel.send(ByteBuffer.wrap(datagram, 0, length), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void arrived(long id) {
        arrived.add(id);
    }

    @Override
    public void givenUp(long id) {
        givenUp.add(id);
    }

    @Override
    public void acknowledged(int level, Day day, int run, CounterRanges ranges) {
        acknowledged.addAll(ranges);
    }

    @Override
    public void close() throws IOException {
        closing = true;
        LockSupport.parkNanos(5_000_000);
        channel.close();
    }
}
