package io.dayreel.systemtests.device;

import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.udp.UdpSessionAnswer;
import io.dayreel.datagrams.device.DatagramUplink;
import io.dayreel.datagrams.device.DeviceSession;
import io.dayreel.datagrams.device.UplinkListener;
import io.dayreel.datagrams.device.UplinkSettings;
import io.dayreel.protocol.ranges.CounterRange;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.camera.Sending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;

/** A device that sends over UDP and nothing else, whatever is late. Used by one thread. */
public final class UdpCamera implements UplinkListener, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int FRAMES_PER_MESSAGE = 5;

    /** There is no TCP to leave a message to, however long a busy machine takes for it. */
    private static final UplinkSettings PATIENT = new UplinkSettings(LIMIT, UplinkSettings.DEFAULT.maxQueuedBytes());

    private final DatagramChannel channel;
    private final InetSocketAddress target;
    private final DatagramUplink uplink = new DatagramUplink(PATIENT, this::transmit, this);
    private final CounterRanges acknowledged = new CounterRanges();
    private final ByteBuffer packet = ByteBuffer.allocate(2_000);
    private long messages;

    /** @param session as the installation on this machine answered */
    public UdpCamera(UdpSessionAnswer session) {
        try {
            target = new InetSocketAddress(InetAddress.getLoopbackAddress(), session.port());
            channel = DatagramChannel.open();
            channel.configureBlocking(false);
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (IOException e) {
            throw new UncheckedIOException("no socket", e);
        }
        uplink.use(DeviceSession.of(
                        session.session(),
                        session.epoch(),
                        session.cipher(),
                        session.deviceKey(),
                        session.serverSecret())
                .limitedTo(session.maxDatagram(), session.maxMessageBytes()));
    }

    /** Sends and waits until Kafka has it all. */
    public void sends(Sending sending) {
        for (byte[] message : sending.messages(FRAMES_PER_MESSAGE)) {
            await().atMost(LIMIT)
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> {
                        work();
                        return uplink.offer(messages, message, System.nanoTime());
                    });
            messages++;
        }
        CounterRanges expected = new CounterRanges();
        sending.counters().forEach(expected::add);
        await().atMost(LIMIT)
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    work();
                    return expected.ranges().stream().allMatch(this::isAcknowledged);
                });
    }

    private boolean isAcknowledged(CounterRange range) {
        return acknowledged.containsAll(range.first(), range.last());
    }

    private void work() throws IOException {
        packet.clear();
        while (channel.receive(packet) != null) {
            uplink.receive(packet.array(), packet.position(), System.nanoTime());
            packet.clear();
        }
        uplink.advance(System.nanoTime());
    }

    private void transmit(byte[] datagram, int length) {
        try {
            channel.send(ByteBuffer.wrap(datagram, 0, length), target);
        } catch (IOException e) {
            throw new UncheckedIOException("not sent", e);
        }
    }

    @Override
    public void arrived(long id) {
        // Only what is durable counts.
    }

    @Override
    public void givenUp(long id) {
        throw new AssertionError("message " + id + " did not arrive on the loopback address");
    }

    @Override
    public void acknowledged(int level, Day day, int run, CounterRanges ranges) {
        acknowledged.addAll(ranges);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
