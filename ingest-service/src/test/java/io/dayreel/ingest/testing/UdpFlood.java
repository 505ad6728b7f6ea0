package io.dayreel.ingest.testing;

import io.dayreel.datagrams.packet.DatagramHeader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who heard a device's packets and sends what he likes to a server, from many ports: forged packets in the
 * device's session, repeated ones, packets of sessions that he made up, too short and too long ones.
 */
public final class UdpFlood implements AutoCloseable {
    /** What is wrong with a packet. */
    public enum Kind {
        FORGED,
        REPLAYED,
        UNKNOWN_SESSION,
        TRUNCATED,
        OVERSIZE
    }

    private static final int SOURCES = 150;
    private static final int BATCH = 50;
    private static final Kind[] KINDS = Kind.values();

    private final Random random = new Random(7);
    private final List<byte[]> overheard;
    private final InetSocketAddress target;
    private final List<DatagramChannel> sources = new ArrayList<>();
    private final Map<Kind, Long> sent = new EnumMap<>(Kind.class);
    private final byte[] noise = new byte[1400];
    private volatile long perSecondLately;

    /** @param overheard genuine packets that the server has had */
    public UdpFlood(int port, List<byte[]> overheard) {
        this.overheard = overheard;
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        random.nextBytes(noise);
        try {
            for (int i = 0; i < SOURCES; i++) {
                DatagramChannel source = DatagramChannel.open();
                sources.add(source);
                source.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends for some time. @param perSecond packets; the sender's best if 0 */
    public void rage(Duration time, int perSecond) {
        long begin = System.nanoTime();
        long count = 0;
        while (System.nanoTime() - begin < time.toNanos()) {
            for (int i = 0; i < BATCH; i++) {
                send(KINDS[(int) (count % KINDS.length)], count);
                count++;
            }
            long due = perSecond == 0 ? 0 : begin + count * 1_000_000_000L / perSecond;
            LockSupport.parkNanos(Math.max(0, due - System.nanoTime()));
        }
        perSecondLately = count * 1_000_000_000L / (System.nanoTime() - begin);
    }

    private void send(Kind kind, long count) {
        try {
            sources.get((int) (count / KINDS.length % SOURCES)).send(packet(kind, count), target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        sent.merge(kind, 1L, Long::sum);
    }

    private ByteBuffer packet(Kind kind, long count) {
        byte[] genuine = overheard.get((int) (count % overheard.size()));
        DatagramHeader header = new DatagramHeader().wrap(genuine, genuine.length, false);
        byte[] made = noise.clone();
        DatagramHeader.write(made, false, header.epoch(), header.session(), count);
        return switch (kind) {
            case FORGED -> {
                // Beyond what the device has sent, so that the number is good.
                DatagramHeader.write(made, false, header.epoch(), header.session(), (1L << 40) + count);
                yield ByteBuffer.wrap(made, 0, 60 + random.nextInt(1141));
            }
            case REPLAYED -> ByteBuffer.wrap(genuine);
            case UNKNOWN_SESSION -> {
                DatagramHeader.write(made, false, header.epoch(), random.nextLong(), count);
                yield ByteBuffer.wrap(made, 0, 1200);
            }
            case TRUNCATED -> ByteBuffer.wrap(made, 0, random.nextInt(37));
            case OVERSIZE -> ByteBuffer.wrap(made, 0, 1201 + random.nextInt(200));
        };
    }

    /** Packets a second of the latest {@link #rage}. */
    public long sentLately() {
        return perSecondLately;
    }

    /** Packets sent so far. */
    public long sent(Kind kind) {
        return sent.getOrDefault(kind, 0L);
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel source : sources) {
            source.close();
        }
    }
}
