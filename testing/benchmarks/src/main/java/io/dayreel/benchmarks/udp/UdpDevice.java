package io.dayreel.benchmarks.udp;

import io.dayreel.benchmarks.load.FrameSource;
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
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One device. It has a window of unacknowledged messages, as over a WebSocket; a message that is not acknowledged in time
 * is offered again, over UDP too, so that what is measured is UDP alone. Not thread-safe.
 */
final class UdpDevice implements UplinkListener, AutoCloseable {
    private static final int RUN = 0;
    private static final int WINDOW = 64;
    private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

    private record Open(long message, long offeredNanos) {}

    private final FrameSource source;
    private final int day;
    private final DatagramChannel channel;
    private final InetSocketAddress server;
    private final DatagramUplink uplink = new DatagramUplink(UplinkSettings.DEFAULT, this::transmit, this);
    private final ByteBuffer incoming = ByteBuffer.allocate(DatagramUplink.maxDatagram());
    private final Deque<Open> open = new ArrayDeque<>();
    private final CounterRanges acknowledged = new CounterRanges();
    private long next;
    private long packets;
    private long again;

    /** @param day of all frames, days since 1970-01-01 */
    UdpDevice(FrameSource source, int day, UdpSessionAnswer session) {
        this.source = source;
        this.day = day;
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), session.port());
        try {
            channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        uplink.use(DeviceSession.of(
                        session.session(),
                        session.epoch(),
                        session.cipher(),
                        session.deviceKey(),
                        session.serverSecret())
                .limitedTo(session.maxDatagram(), session.maxMessageBytes()));
    }

    /** Does what can be done now. @return whether everything before {@code end} is acknowledged */
    boolean advance(long end) throws IOException {
        long now = System.nanoTime();
        while (channel.receive(incoming.clear()) != null) {
            uplink.receive(incoming.array(), incoming.position(), now);
        }
        settle(now);
        while (next < end && open.size() < WINDOW && offer(next, now)) {
            open.add(new Open(next, now));
            next++;
        }
        uplink.advance(now);
        return next == end && open.isEmpty();
    }

    private void settle(long now) {
        for (int i = open.size(); i > 0; i--) {
            Open oldest = open.remove();
            boolean late = now - oldest.offeredNanos() > PATIENCE_NANOS;
            if (!isAcknowledged(oldest.message())) {
                boolean offered = late && offer(oldest.message(), now);
                again += offered ? 1 : 0;
                open.add(offered ? new Open(oldest.message(), now) : oldest);
            }
        }
    }

    private boolean isAcknowledged(long message) {
        return acknowledged.containsAll(source.firstCounter(message), source.firstCounter(message + 1) - 1);
    }

    private boolean offer(long message, long now) {
        return uplink.offer(message, source.message(day, RUN, message), now);
    }

    private void transmit(byte[] datagram, int length) {
        packets++;
        try {
            channel.send(ByteBuffer.wrap(datagram, 0, length), server);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Packets sent, repeats included. */
    long packets() {
        return packets;
    }

    /** Messages that were offered once more because nobody acknowledged them. */
    long again() {
        return again;
    }

    @Override
    public void arrived(long id) {
        // What counts is the acknowledgement.
    }

    @Override
    public void givenUp(long id) {
        // As above: it is offered again in its time.
    }

    @Override
    public void acknowledged(int level, Day ofDay, int run, CounterRanges ranges) {
        acknowledged.addAll(ranges);
    }

    @Override
    public void close() throws IOException {
        uplink.close();
        channel.close();
    }
}
