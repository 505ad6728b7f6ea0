package io.dayreel.ingest.udp;

import io.dayreel.contracts.device.Level;
import io.dayreel.contracts.received.ReceivedDay;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.contracts.udp.UdpSessionAnswer;
import io.dayreel.contracts.udp.UdpSessionRecord;
import io.dayreel.datagrams.device.DatagramUplink;
import io.dayreel.datagrams.device.DeviceSession;
import io.dayreel.datagrams.device.UplinkListener;
import io.dayreel.datagrams.device.UplinkSettings;
import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.datagrams.packet.DropReason;
import io.dayreel.datagrams.server.ReassemblyBudget;
import io.dayreel.datagrams.server.ServerLimits;
import io.dayreel.ingest.check.CheckedMessage;
import io.dayreel.ingest.kept.KeptFrames;
import io.dayreel.ingest.presence.ConnectedDevices;
import io.dayreel.ingest.produce.DurableFrames;
import io.dayreel.ingest.produce.FrameTopic;
import io.dayreel.ingest.produce.InFlightBudget;
import io.dayreel.ingest.produce.IngestMeters;
import io.dayreel.ingest.session.IngestParts;
import io.dayreel.ingest.session.SessionLimits;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.clock.TestClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** UDP ingest without sockets, clock and Kafka: a topic that confirms when the test says so. */
final class UdpInstance implements FrameTopic {
    static final SocketAddress HOME = InetSocketAddress.createUnresolved("home", 1);
    private static final byte[] SECRET = "a shared secret of thirty-two by".getBytes(StandardCharsets.US_ASCII);
    private static final Duration LONG = Duration.ofMinutes(1);

    record Waiting(CheckedMessage message, Confirmation confirmation) {}

    private final AtomicInteger sendings = new AtomicInteger();
    final List<Waiting> waiting = new CopyOnWriteArrayList<>();
    final Map<String, UdpSessionRecord> topic = new TreeMap<>();
    final KnownSessions known = new KnownSessions();
    final UdpSessions sessions;
    final UdpReceiver receiver;
    final ReassemblyBudget reassembly = new ReassemblyBudget(1 << 20);
    final InFlightBudget budget = new InFlightBudget(1 << 20);
    final List<byte[]> answers = new ArrayList<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    /** What sync answers. */
    CompletableFuture<Optional<ReceivedDay>> received = CompletableFuture.completedFuture(Optional.empty());

    volatile boolean broken;
    long now;

    UdpInstance(TestClock clock, long process) {
        KeyEpochs epochs = new KeyEpochs(SECRET, Duration.ofHours(24));
        sessions = new UdpSessions(
                new UdpSessions.Terms(Duration.ofHours(12), 500_000, 100, 1000), epochs, known, this::publish, clock);
        receiver = new UdpReceiver(
                new UdpReceiver.Place(known, epochs, process, clock),
                new UdpLimits(new ServerLimits(500_000, 800_000, Duration.ofSeconds(3)), 1 << 20, 1000, 50, 300_000),
                reassembly,
                parts(clock),
                new UdpMeters(registry, known, reassembly),
                () -> now);
    }

    private IngestParts parts(TestClock clock) {
        return new IngestParts(
                new DurableFrames(this, this::publish, clock),
                budget,
                new KeptFrames(
                        (device, day) -> received,
                        (device, day) -> CompletableFuture.completedFuture(Optional.empty())),
                new ConnectedDevices<>("instance", LONG, clock, record -> {}, 3),
                report -> {},
                List.of(Level.RECEIVED, Level.ARCHIVED),
                new SessionLimits(64, 8 << 20, LONG, LONG, LONG, LONG),
                clock,
                new IngestMeters(registry, budget));
    }

    private CompletableFuture<Void> publish(Topic to, String key, Object value) {
        if (to == Topic.UDP_SESSIONS && value == null) {
            topic.remove(key);
        } else if (value instanceof UdpSessionRecord session) {
            topic.put(key, session);
        }
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void send(DeviceId device, CheckedMessage message, Confirmation confirmation) {
        sendings.incrementAndGet();
        if (broken) {
            throw new AssertionError("broken, as the test wants it");
        }
        waiting.add(new Waiting(message, confirmation));
    }

    /** Messages that came so far, also those that the topic failed on. From any thread. */
    int sendings() {
        return sendings.get();
    }

    /** From any thread. */
    int waitingNow() {
        return waiting.size();
    }

    /** Kafka confirms everything, or fails. */
    void settle(Throwable failure) {
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(each -> {
            budget.release(each.message().bytes().length);
            each.confirmation().confirmed(failure);
        });
    }

    UdpSessionAnswer open(DeviceId device) {
        return sessions.open(device, CipherSuite.AES_128_GCM, "host", 1).join();
    }

    void receive(byte[] packet) {
        receiver.receive(packet, packet.length, HOME, now);
    }

    List<byte[]> tick(long millis) {
        now += millis * 1_000_000;
        answers.clear();
        receiver.tick(now, (datagram, length, to) -> answers.add(Arrays.copyOf(datagram, length)));
        return answers;
    }

    double refused(String reason) {
        return registry.get("dayreel.ingest.refused")
                .tag("reason", reason)
                .counter()
                .count();
    }

    long dropped(DropReason reason) {
        return (long) registry.get("dayreel.ingest.udp.dropped")
                .tag("reason", reason.tag())
                .counter()
                .count();
    }

    /** A device whose packets are kept, to be handed to an instance, or not. */
    static final class Device implements UplinkListener {
        final List<byte[]> packets = new ArrayList<>();
        final CounterRanges acknowledged = new CounterRanges();
        final DatagramUplink uplink = new DatagramUplink(
                new UplinkSettings(Duration.ofMinutes(1), 64 << 20),
                (datagram, length) -> packets.add(Arrays.copyOf(datagram, length)),
                this);
        private long now;

        Device(UdpSessionAnswer session) {
            uplink.use(DeviceSession.of(
                    session.session(), session.epoch(), session.cipher(), session.deviceKey(), session.serverSecret()));
        }

        /** The packets of a message. */
        List<byte[]> send(byte[] message) {
            packets.clear();
            uplink.offer(1, message, now);
            for (int i = 0; i < 10 + message.length / 500; i++) {
                now += 1_000_000;
                uplink.advance(now);
            }
            return List.copyOf(packets);
        }

        void hear(List<byte[]> answers) {
            answers.forEach(answer -> uplink.receive(answer, answer.length, now));
        }

        @Override
        public void arrived(long id) {
            // What counts here is what is acknowledged.
        }

        @Override
        public void givenUp(long id) {
            // As above.
        }

        @Override
        public void acknowledged(int level, Day day, int run, CounterRanges ranges) {
            acknowledged.addAll(ranges);
        }
    }
}
