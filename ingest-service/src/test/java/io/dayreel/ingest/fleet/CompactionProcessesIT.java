package io.dayreel.ingest.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.cli.device.Device;
import io.dayreel.cli.device.DeviceListener;
import io.dayreel.cli.device.DeviceSettings;
import io.dayreel.cli.device.DeviceSpool;
import io.dayreel.cli.socket.ServerAddress;
import io.dayreel.cli.source.CapturedFrame;
import io.dayreel.contracts.device.Level;
import io.dayreel.ingest.testing.BrokerAndIngest;
import io.dayreel.ingest.testing.Frames;
import io.dayreel.ingest.testing.Scraped;
import io.dayreel.ingest.testing.TestDevice;
import io.dayreel.ingest.testing.TopicLog;
import io.dayreel.protocol.frame.Codec;
import io.dayreel.protocol.frame.FrameFlags;
import io.dayreel.protocol.frame.FrameHeader;
import io.dayreel.protocol.frame.FrameMessage;
import io.dayreel.protocol.frame.FrameType;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.process.FreePort;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of ingest with one broker, and twenty of the command's devices that send all the time. */
class CompactionProcessesIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int DEVICES = 20;
    private static final Day TODAY = Day.of(Instant.now());

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<SendingDevice> devices = new ArrayList<>();
    private BrokerAndIngest processes;
    private ServiceProcess broker;

    @BeforeEach
    void startBroker() {
        processes = new BrokerAndIngest(directory);
        broker = processes.startBroker();
    }

    @AfterEach
    void stopAll() throws Exception {
        for (SendingDevice device : devices) {
            device.close();
        }
        processes.close();
    }

    private ServiceCommand command(String name) throws IOException {
        String port = Integer.toString(FreePort.next());
        return processes
                .ingest(broker.readyMatch().group(1))
                .jvm("-Xmx128m")
                .property("quarkus.http.port", port)
                .property("dayreel.instance.id", name)
                .property("dayreel.ingest.public-address", "ws://localhost:" + port + "/v1/ingest")
                .property("dayreel.ingest.lease", "PT6S")
                .property("dayreel.ingest.reconnect-patience", "PT3S")
                .property("dayreel.ingest.compaction.enabled", "true")
                .property("dayreel.ingest.compaction.interval", "PT1S")
                .property("dayreel.ingest.compaction.settle", "PT8S")
                .property("dayreel.ingest.compaction.calm", "PT3S")
                .property("dayreel.ingest.compaction.device-period", "PT2S")
                .property("dayreel.ingest.compaction.max-connections", "100")
                .property("dayreel.ingest.compaction.min-instances", "1");
    }

    @Covers("B2")
    @Test
    void devicesMoveTogetherAndTheEmptiedInstanceStopsWithoutALostFrame() throws Exception {
        ServiceProcess fuller = processes.start(command("ingest-0"));
        ServiceProcess emptier = processes.start(command("ingest-1"));
        for (int i = 0; i < DEVICES; i++) {
            devices.add(new SendingDevice("cam-" + i, i < 12 ? fuller : emptier));
        }
        TestDevice stubborn = TestDevice.connect(port(emptier), processes.token("stubborn"), "")
                .hello("received");
        stubborn.send(Frames.data(TODAY, 1, 0));
        stubborn.awaitAcknowledged("received", TODAY, 1, 0, 0);

        await().atMost(LIMIT).until(() -> metric(emptier, "dayreel_ingest_drained") == 1);

        await().atMost(LIMIT).until(() -> metric(fuller, "dayreel_ingest_connections") == DEVICES);
        assertThat(metric(fuller, "dayreel_ingest_drained")).isZero();
        assertThat(stubborn.awaitMessage("reconnect").path("to").asText())
                .isEqualTo("ws://localhost:" + port(fuller) + "/v1/ingest?device=stubborn");
        assertThat(stubborn.awaitClose()).as("it did not go by itself").isEqualTo(1012);
        assertThat(ready(emptier)).isEqualTo(503);
        assertThat(ready(fuller)).isEqualTo(200);
        TestDevice late = TestDevice.connect(port(emptier), processes.token("late"), "");
        assertThat(late.awaitMessage("reconnect").path("to").asText())
                .isEqualTo("ws://localhost:" + port(fuller) + "/v1/ingest?device=late");
        assertThat(late.awaitClose()).isEqualTo(1012);

        emptier.stop();
        assertThat(emptier.isAlive()).isFalse();
        long after = devices.get(0).added();
        await().atMost(LIMIT).until(() -> devices.get(0).added() > after + 20);
        finish();
        assertThatEveryFrameIsThereOnce();
        assertThat(devices).allSatisfy(device -> assertThat(device.connections.size())
                .as("connections of %s: %s", device.name, device.endings)
                .isLessThanOrEqualTo(2));
    }

    @Covers("B2")
    @Test
    void aStopLeadsDevicesToTheOtherInstanceOneAfterTheOther() throws Exception {
        ServiceProcess stopping =
                processes.start(command("ingest-0").property("dayreel.ingest.compaction.min-instances", "2"));
        ServiceProcess staying =
                processes.start(command("ingest-1").property("dayreel.ingest.compaction.min-instances", "2"));
        for (int i = 0; i < DEVICES; i++) {
            devices.add(new SendingDevice("cam-" + i, stopping));
        }
        await().atMost(LIMIT).until(() -> metric(stopping, "dayreel_ingest_connections") == DEVICES);
        await().atMost(LIMIT)
                .until(() -> metric(staying, "dayreel_ingest_instances_wanted")
                                + metric(stopping, "dayreel_ingest_instances_wanted")
                        >= 2);

        stopping.stop();
        await().atMost(LIMIT).until(() -> metric(staying, "dayreel_ingest_connections") == DEVICES);

        long spread = devices.stream().mapToLong(device -> device.lastEnd).max().orElseThrow()
                - devices.stream().mapToLong(device -> device.lastEnd).min().orElseThrow();
        assertThat(TimeUnit.NANOSECONDS.toMillis(spread)).as("spread, ms").isBetween(500L, 5_000L);
        assertThat(devices)
                .allSatisfy(device -> assertThat(device.endings).containsExactly("the server asked to connect again"));
        finish();
        assertThatEveryFrameIsThereOnce();
    }

    private void finish() throws Exception {
        for (SendingDevice device : devices) {
            device.finish();
        }
    }

    /** Each counter is stored, from 0, in one run; what was acknowledged was not sent again. */
    private void assertThatEveryFrameIsThereOnce() {
        Map<String, List<Long>> stored = new TreeMap<>();
        FrameView view = new FrameView();
        TopicLog.read(broker.readyMatch().group(1), "frames", "demo/cam-")
                .forEach(item -> FrameMessage.forEach(
                        view, item.value(), 0, item.value().length, frame -> stored.computeIfAbsent(
                                        item.key().split("/")[1] + " " + frame.run(), key -> new ArrayList<>())
                                .add(frame.counter())));

        assertThat(stored).as("one run per device").hasSize(DEVICES);
        for (SendingDevice device : devices) {
            List<Long> counters = stored.entrySet().stream()
                    .filter(entry -> entry.getKey().startsWith(device.name + " "))
                    .findFirst()
                    .orElseThrow()
                    .getValue();
            CounterRanges all = new CounterRanges();
            counters.forEach(counter -> all.add(counter, counter));
            assertThat(all.missing(0, device.added() - 1).isEmpty())
                    .as("%s: %s of %s", device.name, all, device.added())
                    .isTrue();
            assertThat(counters)
                    .as("acknowledged before it moved, so not sent again")
                    .doesNotHaveDuplicates();
        }
    }

    private static int port(ServiceProcess process) {
        return BrokerAndIngest.port(process);
    }

    private double metric(ServiceProcess process, String name) throws IOException, InterruptedException {
        return Scraped.from(http, port(process)).sum(name, "");
    }

    private int ready(ServiceProcess process) throws IOException, InterruptedException {
        URI ready = URI.create("http://localhost:" + port(process) + "/q/health/ready");
        return http.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
                .statusCode();
    }

    /** One of the command's devices with a source that never ends, fifty frames a second. */
    private final class SendingDevice implements DeviceListener, AutoCloseable {
        private static final int PAUSE_MILLIS = 20;

        private final String name;
        private final Set<String> connections = ConcurrentHashMap.newKeySet();
        private final List<String> endings = new CopyOnWriteArrayList<>();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Device device;
        private final Thread source;
        private volatile long lastEnd;

        SendingDevice(String name, ServiceProcess home) throws IOException {
            this.name = name;
            ServerAddress address =
                    ServerAddress.of("http://localhost:" + port(home), Optional.of(processes.token(name)));
            device = Device.start(
                    DeviceSettings.of(address, name, Level.RECEIVED),
                    DeviceSpool.open(directory.resolve(name), 32 << 20),
                    this);
            source = new Thread(this::send, "test-source-" + name);
            source.setDaemon(true);
            source.start();
        }

        private void send() {
            try {
                while (!stopped.get()) {
                    device.add(frame());
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
                }
            } catch (IOException e) {
                endings.add("source failed: " + e.getMessage());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static CapturedFrame frame() {
            FrameHeader header = FrameHeader.of(FrameType.DATA, Codec.BYTES)
                    .withFlags(FrameFlags.SYNC)
                    .timed(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()), 0, 0);
            return new CapturedFrame(header, new byte[500], Optional.empty());
        }

        long added() {
            return device.standing().frames();
        }

        void finish() throws IOException, InterruptedException {
            stopped.set(true);
            source.join(5_000);
            assertThat(device.awaitAcknowledged(LIMIT))
                    .as("all of %s is acknowledged", name)
                    .isTrue();
        }

        @Override
        public void connected(String session) {
            connections.add(session);
        }

        @Override
        public void disconnected(String reason, Duration retryAfter) {
            endings.add(reason);
            lastEnd = System.nanoTime();
        }

        @Override
        public void close() throws IOException {
            stopped.set(true);
            device.close();
        }
    }
}
