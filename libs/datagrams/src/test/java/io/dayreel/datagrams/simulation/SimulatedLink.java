package io.dayreel.datagrams.simulation;

import io.dayreel.datagrams.device.DatagramUplink;
import io.dayreel.datagrams.device.DeviceSession;
import io.dayreel.datagrams.device.UplinkListener;
import io.dayreel.datagrams.device.UplinkSettings;
import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.datagrams.keys.SessionKeys;
import io.dayreel.datagrams.packet.BigEndian;
import io.dayreel.datagrams.packet.DatagramException;
import io.dayreel.datagrams.packet.DatagramHeader;
import io.dayreel.datagrams.packet.DatagramLayout;
import io.dayreel.datagrams.packet.DropReason;
import io.dayreel.datagrams.server.ReassemblyBudget;
import io.dayreel.datagrams.server.ServerLimits;
import io.dayreel.datagrams.server.ServerSession;
import io.dayreel.datagrams.server.ServerSession.Reassembling;
import io.dayreel.datagrams.server.ServerSession.SessionName;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;

/** A device's uplink and a server, with bad weather between them, in virtual time. Checks every packet's nonce. */
public final class SimulatedLink implements UplinkListener {
    public static final SocketAddress HOME = InetSocketAddress.createUnresolved("home", 1000);
    private static final byte[] ROOT =
            "the installation's shared secret".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final long TICK = 20_000_000;

    private record Flight(long arrival, long order, byte[] bytes, boolean toServer, SocketAddress source)
            implements Comparable<Flight> {
        @Override
        public int compareTo(Flight other) {
            return arrival != other.arrival ? Long.compare(arrival, other.arrival) : Long.compare(order, other.order);
        }
    }

    private final Weather weather;
    private final Random random;
    private final ServerSession.Workbench bench = new ServerSession.Workbench();
    private final DatagramHeader header = new DatagramHeader();
    private final ServerLimits limits;
    private final ReassemblyBudget budget;
    private final PriorityQueue<Flight> flights = new PriorityQueue<>();
    private final Map<Long, ServerSession> sessions = new HashMap<>();
    private final Set<List<Long>> nonces = new HashSet<>();
    private SocketAddress source = HOME;
    private long now;
    private long order;
    private long nextTick;

    public final DatagramUplink uplink;
    public final List<byte[]> messages = new ArrayList<>();
    public final Map<Long, Long> arrivedAt = new HashMap<>();
    public final Set<Long> givenUp = new HashSet<>();
    public final Map<Integer, CounterRanges> acknowledged = new HashMap<>();
    public final EnumMap<DropReason, Integer> drops = new EnumMap<>(DropReason.class);
    public final List<SocketAddress> answeredTo = new ArrayList<>();
    public int sentByDevice;
    public long bytesToServer;
    public long bytesToDevice;
    public long mostReassembly;

    public SimulatedLink(Weather weather) {
        this(weather, new ServerLimits(1 << 20, 8 << 20, Duration.ofSeconds(3)), 64 << 20);
    }

    public SimulatedLink(Weather weather, ServerLimits limits, long budgetBytes) {
        this.weather = weather;
        this.random = new Random(weather.seed());
        this.limits = limits;
        this.budget = new ReassemblyBudget(budgetBytes);
        this.uplink = new DatagramUplink(UplinkSettings.DEFAULT, this::deviceSends, this);
    }

    /** Opens a session on the server and uses it on the device. */
    public SimulatedLink open(long session, int epoch, CipherSuite suite) {
        SessionKeys keys = SessionKeys.derive(SessionKeys.master(ROOT, epoch), session, suite);
        sessions.put(
                session,
                new ServerSession(
                        bench,
                        keys,
                        new SessionName(session, epoch),
                        4711,
                        new Reassembling(limits, budget),
                        this::count));
        uplink.use(new DeviceSession(
                session,
                epoch,
                SessionKeys.of(suite, keys.deviceKey(), keys.serverSecret()),
                DatagramLayout.MAX_DATAGRAM,
                limits.maxMessageBytes()));
        return this;
    }

    public long reassemblyBytes() {
        return budget.used();
    }

    public long nowMillis() {
        return now / 1_000_000;
    }

    public void comesFrom(SocketAddress address) {
        source = address;
    }

    public boolean offer(long id, byte[] message) {
        boolean taken = uplink.offer(id, message, now);
        uplink.advance(now);
        return taken;
    }

    /** Lets time pass. */
    public SimulatedLink run(long millis) {
        long end = now + millis * 1_000_000;
        long wake = now;
        while (now < end) {
            long next = Math.min(Math.min(end, nextTick), Math.max(now, wake));
            next = flights.isEmpty() ? next : Math.min(next, flights.peek().arrival());
            now = Math.max(now, next);
            while (!flights.isEmpty() && flights.peek().arrival() <= now) {
                land(flights.remove());
            }
            if (now >= nextTick) {
                tick();
                nextTick = now + TICK;
            }
            wake = uplink.advance(now);
        }
        return this;
    }

    private void tick() {
        sessions.values().forEach(session -> {
            session.expire(now);
            session.sendReceipt(this::serverSends);
        });
    }

    /** Something that is not the device's sends a packet, as it is. */
    public Optional<DropReason> inject(byte[] packet, SocketAddress from) {
        Optional<DropReason> dropped = serverReceives(packet, from);
        dropped.ifPresent(this::count);
        return dropped;
    }

    private Optional<DropReason> serverReceives(byte[] packet, SocketAddress from) {
        try {
            header.wrap(packet, packet.length, false);
        } catch (DatagramException e) {
            return Optional.of(e.reason());
        }
        ServerSession session = sessions.get(header.session());
        if (session == null) {
            return Optional.of(DropReason.UNKNOWN_SESSION);
        }
        Optional<DropReason> dropped = session.receive(header, from, now, message -> {
            messages.add(message);
            long counter = messages.size() - 1L;
            session.acknowledge(1, new Day(1), 1, ranges(counter), this::serverSends);
        });
        mostReassembly = Math.max(mostReassembly, budget.used());
        return dropped;
    }

    private static CounterRanges ranges(long counter) {
        CounterRanges ranges = new CounterRanges();
        ranges.add(0, counter);
        return ranges;
    }

    private void land(Flight flight) {
        if (flight.toServer()) {
            bytesToServer += flight.bytes().length;
            serverReceives(flight.bytes(), flight.source()).ifPresent(this::count);
        } else {
            uplink.receive(flight.bytes(), flight.bytes().length, now);
        }
    }

    private void count(DropReason reason) {
        drops.merge(reason, 1, Integer::sum);
    }

    private void deviceSends(byte[] datagram, int length) {
        sentByDevice++;
        takeOff(Arrays.copyOf(datagram, length), true, source);
    }

    private void serverSends(byte[] datagram, int length, SocketAddress to) {
        bytesToDevice += length;
        answeredTo.add(to);
        takeOff(Arrays.copyOf(datagram, length), false, to);
    }

    private void takeOff(byte[] packet, boolean toServer, SocketAddress from) {
        long session = BigEndian.i64(packet, DatagramLayout.SESSION_AT);
        long number = BigEndian.i64(packet, DatagramLayout.PACKET_AT);
        if (!nonces.add(List.of(toServer ? 0L : 1L, session, number))) {
            throw new AssertionError("nonce used twice: session " + session + " packet " + number);
        }
        if (random.nextDouble() >= weather.loss()) {
            flights.add(flight(packet, toServer, from));
        }
        if (random.nextDouble() < weather.duplication()) {
            flights.add(flight(packet, toServer, from));
        }
    }

    private Flight flight(byte[] packet, boolean toServer, SocketAddress from) {
        long delay = weather.delayMillis() * 1_000_000L
                + (weather.jitterMillis() == 0 ? 0 : random.nextInt(weather.jitterMillis() * 1_000_000));
        return new Flight(now + delay, order++, packet, toServer, from);
    }

    @Override
    public void arrived(long id) {
        arrivedAt.put(id, nowMillis());
    }

    @Override
    public void givenUp(long id) {
        givenUp.add(id);
    }

    @Override
    public void acknowledged(int level, Day day, int run, CounterRanges ranges) {
        acknowledged.computeIfAbsent(level, absent -> new CounterRanges()).addAll(ranges);
    }
}
