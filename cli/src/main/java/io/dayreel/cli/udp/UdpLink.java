package io.dayreel.cli.udp;

import io.dayreel.cli.socket.Backoff;
import io.dayreel.cli.socket.ServerAddress;
import io.dayreel.cli.trial.PacketFaults;
import io.dayreel.cli.trial.TrialFaults;
import io.dayreel.cli.udp.UdpSessionRequests.Answer;
import io.dayreel.contracts.device.Level;
import io.dayreel.datagrams.device.DatagramUplink;
import io.dayreel.datagrams.device.UplinkListener;
import io.dayreel.datagrams.device.UplinkSettings;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A device's way over UDP: keeps a session open and sends what its {@link UdpTraffic} has. Takes nothing while there is
 * no session, and for half a minute after nothing arrived for 5 s, as behind a firewall. A session is used in this object
 * alone and never again. One thread of its own, socket and all.
 */
public final class UdpLink implements AutoCloseable {
    private static final int MESSAGE_BYTES = 32 << 10;
    private static final long MAX_QUEUED = 1 << 20;
    private static final Duration REST = Duration.ofSeconds(30);
    private static final long BLOCKED_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long MOST_WAIT_MILLIS = 10;
    private static final long IDLE_WAIT_MILLIS = 100;
    private static final long CLOSE_WAIT_MILLIS = 5_000;
    private static final int SENT = 1;
    private static final int RECEIVED = 2;

    private final UdpTraffic traffic;
    private final DatagramUplink uplink;
    private final PacketFaults outgoing;
    private final PacketFaults incoming;
    private final SessionRenewal renewal;
    private final ByteBuffer packet = ByteBuffer.allocate(DatagramUplink.maxDatagram());
    private final Selector selector;
    private final DatagramChannel channel;
    private final Thread thread = new Thread(this::run, "dayreel-cli-udp");
    private Optional<UdpSession> session = Optional.empty();
    private String said = "";
    private boolean taking;
    private boolean blocked;
    private boolean unanswered;
    private long unansweredNanos;
    private long expiresNanos;
    private volatile boolean closing;

    /** @param server with a token that allows to send as the device */
    public UdpLink(ServerAddress server, String device, UdpTraffic traffic, TrialFaults faults, InstantSource clock)
            throws IOException {
        this.traffic = traffic;
        this.selector = Selector.open();
        this.channel = DatagramChannel.open();
        channel.configureBlocking(false);
        channel.bind(null);
        channel.register(selector, SelectionKey.OP_READ);
        this.outgoing = new PacketFaults(faults, SENT, this::transmit);
        this.uplink = new DatagramUplink(
                UplinkSettings.DEFAULT, (bytes, length) -> outgoing.pass(bytes, length, System.nanoTime()), new News());
        this.incoming =
                new PacketFaults(faults, RECEIVED, (bytes, length) -> uplink.receive(bytes, length, System.nanoTime()));
        this.renewal = new SessionRenewal(
                new UdpSessionRequests(server, device, clock),
                new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30), new Random()),
                System.nanoTime());
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try (channel;
                selector) {
            while (!closing) {
                turn();
            }
            uplink.close();
        } catch (IOException | RuntimeException broken) {
            pause("UDP stopped: " + broken.getMessage());
        }
    }

    private void turn() throws IOException {
        receive();
        long now = System.nanoTime();
        renewal.poll(now).ifPresent(answer -> take(answer, now));
        stopWhereItCannotGoOn(now);
        offer(now);
        long wait = uplink.advance(now) - now;
        wait = Math.min(wait, outgoing.deliverDue(now));
        wait = Math.min(wait, incoming.deliverDue(now));
        traffic.tick(now);
        long most = taking ? MOST_WAIT_MILLIS : IDLE_WAIT_MILLIS;
        selector.select(Math.max(1, Math.min(most, TimeUnit.NANOSECONDS.toMillis(wait))));
        selector.selectedKeys().clear();
    }

    private void receive() throws IOException {
        while (channel.receive(packet.clear()) != null) {
            incoming.pass(packet.array(), packet.position(), System.nanoTime());
        }
    }

    private void take(Answer answer, long now) {
        if (answer instanceof Answer.Opened opened) {
            session = Optional.of(opened.session());
            uplink.use(opened.session().keys());
            expiresNanos = now + opened.session().lifetime().toNanos();
            if (!taking) {
                taking = true;
                blocked = false;
                unanswered = false;
                traffic.opened();
            }
        } else if (answer instanceof Answer.Failed failed && !taking) {
            pause("no UDP session (" + failed.why() + "); frames go over the WebSocket");
        }
    }

    private void stopWhereItCannotGoOn(long now) {
        if (!taking) {
            return;
        }
        if (blocked) {
            renewal.askAgainAfter(REST, now);
            pause("nothing arrives over UDP at "
                    + session.map(UdpSession::server).orElseThrow()
                    + "; frames go over the WebSocket, and UDP is tried again every " + REST.toSeconds() + " s");
        } else if (now - expiresNanos >= 0) {
            pause("the UDP session has expired and no other could be opened; frames go over the WebSocket");
        } else if (!uplink.isOpen()) {
            renewal.askAgainAfter(Duration.ofSeconds(1), now);
            pause("the server ended the UDP session; frames go over the WebSocket until there is another");
        }
    }

    /** Says the same only once in a row. */
    private void pause(String reason) {
        taking = false;
        traffic.paused(reason.equals(said) ? Optional.empty() : Optional.of(reason));
        said = reason;
    }

    private void offer(long now) {
        while (taking && uplink.queuedBytes() < MAX_QUEUED) {
            Optional<UdpMessage> message = traffic.next(MESSAGE_BYTES);
            if (message.isEmpty()) {
                return;
            }
            if (!uplink.offer(message.get().id(), message.get().bytes(), now)) {
                traffic.givenUp(message.get().id());
            } else if (!unanswered) {
                unanswered = true;
                unansweredNanos = now;
            }
        }
    }

    /** What the network does not take at once is lost, as anywhere behind it. */
    private void transmit(byte[] bytes, int length) {
        InetSocketAddress server = session.map(UdpSession::server).orElseThrow();
        try {
            channel.send(ByteBuffer.wrap(bytes, 0, length), server);
        } catch (IOException unreachable) {
            if (!channel.isOpen()) {
                throw new UncheckedIOException("the socket was closed", unreachable);
            }
        }
    }

    /** Ends the session. What was under way has to go another way. */
    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        try {
            thread.join(CLOSE_WAIT_MILLIS);
            selector.close(); // the thread has, unless it was never started
            channel.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException("the UDP socket cannot be closed", e);
        }
    }

    /** What the uplink hears. */
    private final class News implements UplinkListener {
        @Override
        public void arrived(long id) {
            unanswered = false;
            said = "";
        }

        @Override
        public void givenUp(long id) {
            blocked |= unanswered && System.nanoTime() - unansweredNanos > BLOCKED_NANOS;
            traffic.givenUp(id);
        }

        @Override
        public void acknowledged(int level, Day day, int run, CounterRanges ranges) {
            Level[] levels = Level.values();
            if (level >= 1 && level <= levels.length) {
                traffic.acknowledged(levels[level - 1], day, run, ranges);
            }
        }
    }
}
