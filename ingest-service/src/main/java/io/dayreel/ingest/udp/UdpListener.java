package io.dayreel.ingest.udp;

import io.dayreel.datagrams.packet.DatagramLayout;
import io.dayreel.runtime.health.Heartbeat;
import io.dayreel.runtime.log.LogEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The UDP socket and its thread. One packet is in memory at a time; what comes faster than it is handled waits in the
 * kernel's buffer and is dropped there (decision 0013). Owns socket and thread; close it.
 */
public final class UdpListener implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(UdpListener.class);
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int PACKETS_BETWEEN_TICKS = 512;
    private static final long CLOSE_MILLIS = 5_000;
    private static final long LOG_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final DatagramChannel channel;
    private final Selector selector;
    private final UdpReceiver receiver;
    private final Runnable everyMinute;
    private final NanosSinceStart nanos;
    private final Heartbeat heartbeat = new Heartbeat("ingest-udp", Heartbeat.USUAL_LIMIT);
    private final Thread thread;
    private final byte[] packet = new byte[DatagramLayout.MAX_DATAGRAM + 1];
    private final ByteBuffer incoming = ByteBuffer.allocateDirect(packet.length);
    private final ByteBuffer outgoing = ByteBuffer.allocateDirect(DatagramLayout.MAX_DATAGRAM);
    private SelectionKey reading;
    private long failures;
    private long nextLogNanos;
    private volatile boolean draining;
    private volatile boolean closing;

    /**
     * Binds the socket and begins.
     *
     * @param address port 0 takes a free one
     * @param bufferBytes asked of the kernel for each direction
     * @param everyMinute run on the listener's thread; must be quick
     * @throws UncheckedIOException if the address cannot be had
     */
    public static UdpListener start(
            InetSocketAddress address,
            int bufferBytes,
            UdpReceiver receiver,
            NanosSinceStart nanos,
            Runnable everyMinute) {
        try {
            UdpListener listener = new UdpListener(receiver, nanos, everyMinute);
            listener.bind(address, bufferBytes);
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "UDP " + address
                            + " cannot be had (set dayreel.ingest.udp.port, or dayreel.ingest.udp.enabled=false)",
                    e);
        }
    }

    private UdpListener(UdpReceiver receiver, NanosSinceStart nanos, Runnable everyMinute) throws IOException {
        this.receiver = receiver;
        this.nanos = nanos;
        this.everyMinute = everyMinute;
        this.selector = Selector.open();
        this.channel = DatagramChannel.open();
        this.thread = new Thread(this::run, "dayreel-ingest-udp");
        thread.setDaemon(true);
    }

    private void bind(InetSocketAddress address, int bufferBytes) throws IOException {
        try {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, bufferBytes);
            channel.setOption(StandardSocketOptions.SO_SNDBUF, bufferBytes);
            channel.configureBlocking(false);
            channel.bind(address);
            reading = channel.register(selector, SelectionKey.OP_READ);
        } catch (IOException e) {
            channel.close();
            selector.close();
            throw e;
        }
        thread.start();
        heartbeat.begins(thread);
    }

    /** By what its thread is watched. */
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    /** The port that packets are taken on. */
    public int port() {
        try {
            return ((InetSocketAddress) channel.getLocalAddress()).getPort();
        } catch (IOException e) {
            throw new UncheckedIOException("the UDP socket is closed", e);
        }
    }

    private void run() {
        long nextTick = nanos.getAsLong();
        long nextMinute = nextTick;
        while (!closing) {
            heartbeat.beat();
            long untilTick = TimeUnit.NANOSECONDS.toMillis(nextTick - nanos.getAsLong());
            attempt(() -> receiveSome(Math.max(1, untilTick)));
            long now = nanos.getAsLong();
            if (now >= nextTick) {
                attempt(() -> receiver.tick(now, this::send));
                nextTick = now + TICK_NANOS;
            }
            if (now >= nextMinute) {
                attempt(everyMinute::run);
                nextMinute = now + TimeUnit.MINUTES.toNanos(1);
            }
        }
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    /**
     * Does something that nothing else may wait for: one packet, one moment of the network or of memory running out. All
     * devices depend on this thread, so that errors do not end it either.
     */
    private void attempt(Step step) {
        try {
            step.run();
        } catch (IOException | RuntimeException | Error e) {
            failed(e);
        }
    }

    /** What fails may fail at once again, so that neither the log nor the processor is left to it. */
    private void failed(Throwable e) {
        if (closing) {
            return;
        }
        failures++;
        long now = nanos.getAsLong();
        if (now >= nextLogNanos) {
            nextLogNanos = now + LOG_PAUSE_NANOS;
            LOG.error("udp-failed", e, "failures", failures);
        }
        LockSupport.parkNanos(FAILURE_PAUSE_NANOS);
    }

    private void receiveSome(long patienceMillis) throws IOException {
        if (draining) {
            // What waits in the kernel would wake the selector again and again.
            reading.interestOps(0);
        }
        selector.selectedKeys().clear();
        selector.select(patienceMillis);
        for (int i = 0; i < PACKETS_BETWEEN_TICKS && !draining; i++) {
            incoming.clear();
            SocketAddress source = channel.receive(incoming);
            if (source == null) {
                return;
            }
            incoming.flip();
            int length = incoming.remaining();
            incoming.get(packet, 0, length);
            receiver.receive(packet, length, source, nanos.getAsLong());
        }
    }

    private void send(byte[] datagram, int length, SocketAddress to) {
        outgoing.clear();
        outgoing.put(datagram, 0, length).flip();
        try {
            channel.send(outgoing, to);
        } catch (IOException e) {
            // No way to a device is the device's to repair: it hears nothing and uses TCP.
            LOG.debug("udp-answer-not-sent", "to", to, "reason", e.getMessage());
        }
    }

    /** Takes no more, and acknowledges what is on its way; waits at most {@code patience}. */
    public void drain(Duration patience) {
        draining = true;
        long deadline = nanos.getAsLong() + patience.toNanos();
        while (receiver.unconfirmed() > 0 && nanos.getAsLong() < deadline) {
            LockSupport.parkNanos(TICK_NANOS);
        }
        LockSupport.parkNanos(2 * TICK_NANOS);
    }

    @Override
    public void close() {
        heartbeat.ends();
        closing = true;
        selector.wakeup();
        try {
            thread.join(CLOSE_MILLIS);
            channel.close();
            selector.close();
        } catch (IOException e) {
            LOG.warn("udp-not-closed", "reason", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
