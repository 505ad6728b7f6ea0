package io.dayreel.ingest.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.contracts.json.Json;
import io.dayreel.contracts.udp.UdpSessionAnswer;
import io.dayreel.ingest.testing.BrokerAndIngest;
import io.dayreel.ingest.testing.Frames;
import io.dayreel.ingest.testing.Scraped;
import io.dayreel.ingest.testing.TestUdpDevice;
import io.dayreel.ingest.testing.TopicLog;
import io.dayreel.ingest.testing.UdpFlood;
import io.dayreel.ingest.testing.UdpFlood.Kind;
import io.dayreel.protocol.frame.FrameMessage;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.abort.Untested;
import io.dayreel.testkit.net.UdpFaultProxy;
import io.dayreel.testkit.process.ServiceProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Frames over UDP to two ingest processes with small heaps and one broker, all of which may be stopped. */
class UdpProcessesIT {
    private static final Day TODAY = Day.of(Instant.now());
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> PACKET_REASONS =
            List.of("truncated", "version", "oversize", "unknown-session", "expired", "rate", "forged", "replayed");

    @TempDir
    static Path directory;

    private static BrokerAndIngest processes;
    private static ServiceProcess broker;
    private static ServiceProcess ingest;
    private static ServiceProcess other;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void startAll() throws IOException {
        processes = new BrokerAndIngest(directory);
        broker = processes.startBroker();
        ingest = start();
        other = start();
    }

    private static ServiceProcess start() throws IOException {
        return processes.start(processes
                .ingest(broker.readyMatch().group(1))
                .jvm("-Xmx128m")
                .shortLived()
                .property("dayreel.ingest.window-bytes", "2M"));
    }

    @AfterAll
    static void stopAll() {
        processes.close();
    }

    @Covers({"A8", "B1"})
    @Test
    void aFloodCostsNoMemoryAndADeviceGoesOnMeanwhile() throws Exception {
        int port = BrokerAndIngest.port(ingest);
        try (TestUdpDevice camera = new TestUdpDevice(port).use(session(port, "besieged"));
                UdpFlood flood = new UdpFlood(port, overheard(camera))) {
            flood.rage(Duration.ofSeconds(1), 20_000); // what is compiled and loaded by it is not to count
            Usage before = usage(ingest);
            Map<Kind, Long> sentBefore = sent(flood);
            long genuineBefore = camera.sent();

            Thread attacker = new Thread(() -> flood.rage(Duration.ofSeconds(4), 20_000), "test-attacker");
            attacker.start();
            sendUntilAcknowledged(camera, 10, 50, 3_000);
            assertThat(attacker.isAlive())
                    .as("the device did not wait for the end")
                    .isTrue();
            attacker.join();
            for (int round = 0; round < 3; round++) {
                printRate(flood, port);
            }
            Usage after = usage(ingest);

            System.out.printf(
                    "UDP flood: heap %.0f then %.0f MB, resident %d then %d MB%n",
                    before.heap() / 1e6, after.heap() / 1e6, before.residentKib() >> 10, after.residentKib() >> 10);
            long received = after.scraped().packets() - before.scraped().packets();
            long dropped = PACKET_REASONS.stream()
                    .mapToLong(reason -> after.dropped(before, reason))
                    .sum();
            assertThat(dropped).isGreaterThan(40_000);
            assertThat(received - dropped)
                    .as("what was not dropped is the device's")
                    .isBetween(40L, camera.sent() - genuineBefore);
            assertThat(after.dropped(before, "forged") + after.dropped(before, "rate"))
                    .isBetween(1L, sent(flood).get(Kind.FORGED) - sentBefore.get(Kind.FORGED));
            assertThat(after.dropped(before, "unknown-session"))
                    .isBetween(1L, sent(flood).get(Kind.UNKNOWN_SESSION) - sentBefore.get(Kind.UNKNOWN_SESSION));
            assertThat(after.heap()).isLessThan(1.25 * before.heap());
            assertThat(after.residentKib()).isLessThan(3 * before.residentKib() / 2);
        }
        assertThat(stored("besieged").keySet()).hasSize(51);
    }

    @Covers({"A8", "C6"})
    @Test
    void aSessionGoesOnAtAnotherInstanceAndAfterTheOneThatOpenedItWasKilled() throws Exception {
        int first = BrokerAndIngest.port(ingest);
        int second = BrokerAndIngest.port(other);
        try (UdpFaultProxy network = UdpFaultProxy.to(first, 3);
                TestUdpDevice camera = new TestUdpDevice(network.port()).use(session(first, "wanderer"))) {
            sendUntilAcknowledged(camera, 0, 19, 20_000);
            offer(camera, 20, 60_000); // on its way while the network changes its mind
            network.retarget(second);
            sendUntilAcknowledged(camera, 20, 39, 20_000);
            assertThat(Scraped.from(http, second).sum("dayreel_ingest_udp_messages_total", ""))
                    .isGreaterThanOrEqualTo(19);

            ingest.kill9();
            sendUntilAcknowledged(camera, 40, 59, 20_000);
            ingest.restart();
            network.retarget(first);
            sendUntilAcknowledged(camera, 60, 79, 20_000);
            assertThat(Scraped.from(http, first).sum("dayreel_ingest_udp_messages_total", ""))
                    .isGreaterThanOrEqualTo(20);
        }
        assertThat(stored("wanderer").keySet()).hasSize(80);
    }

    @Covers({"B1", "C10"})
    @Test
    void whileTheBrokerStandsStillNothingIsAcknowledgedAndWhatFoundNoRoomNeverIs() throws Exception {
        int port = BrokerAndIngest.port(ingest);
        try (TestUdpDevice camera = new TestUdpDevice(port).use(session(port, "patient"))) {
            sendUntilAcknowledged(camera, 0, 9, 20_000);
            long noBudget = Scraped.from(http, port).dropped("no-budget");
            long resident = ingest.residentKib();

            broker.suspend();
            long last = 9;
            long dropped = 0;
            while (dropped < 30) {
                last++;
                offer(camera, last, 20_000);
                dropped = Scraped.from(http, port).dropped("no-budget") - noBudget;
            }
            await().atMost(PATIENCE).until(camera::isIdle);
            assertThat(camera.acknowledged()).hasToString("[0-9]");
            assertThat(ingest.residentKib() - resident).as("KiB").isLessThan(60 << 10);

            broker.resume();
            long all = Scraped.from(http, port).dropped("no-budget") - noBudget;
            long offered = last + 1;
            await().atMost(PATIENCE).until(() -> camera.acknowledged().size() > 10);
            await().atMost(PATIENCE)
                    .until(() -> Scraped.from(http, port).sum("dayreel_ingest_inflight_bytes", "") == 0);
            CounterRanges acknowledged = settled(camera);
            assertThat(acknowledged.size()).isLessThanOrEqualTo(offered - all);
            assertThat(stored("patient").keySet())
                    .allMatch(acknowledged::contains)
                    .hasSize((int) acknowledged.size());
            sendUntilAcknowledged(camera, 10, last, 20_000);
            assertThat(stored("patient").keySet()).hasSize((int) offered);
        }
    }

    @Covers("A8")
    @Test
    void keysAreNotGivenOverPlainHttpToSomebodyElsewhere() throws Exception {
        InetAddress outside = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address.getAddress().length == 4 && !address.isLoopbackAddress())
                .findFirst()
                .orElseGet(() -> Untested.because(
                        "that UDP keys are refused over plain HTTP from elsewhere",
                        "this machine has no address but loopback: give it one"));

        HttpResponse<String> refused = open(outside.getHostAddress(), BrokerAndIngest.port(ingest), "outsider");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("https-needed").doesNotContain("deviceKey");
        assertThat(open("localhost", BrokerAndIngest.port(ingest), "outsider").statusCode())
                .isEqualTo(201);
    }

    /** What a process holds when nothing is left that could be collected. */
    private record Usage(Scraped scraped, double heap, long residentKib) {
        long dropped(Usage before, String reason) {
            return scraped.dropped(reason) - before.scraped().dropped(reason);
        }
    }

    private Usage usage(ServiceProcess process) throws Exception {
        Process collection = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(process.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("jcmd.log").toFile())
                .start();
        assertThat(collection.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Scraped scraped = Scraped.from(http, BrokerAndIngest.port(process));
        return new Usage(scraped, scraped.sum("jvm_memory_used_bytes", "area=\"heap\""), process.residentKib());
    }

    private void printRate(UdpFlood flood, int port) throws Exception {
        long before = Scraped.from(http, port).packets();
        long begin = System.nanoTime();
        flood.rage(Duration.ofSeconds(1), 0);
        long nanos = System.nanoTime() - begin;
        System.out.printf(
                "UDP flood: %d packets/s received of %d sent%n",
                (Scraped.from(http, port).packets() - before) * 1_000_000_000L / nanos, flood.sentLately());
    }

    private List<byte[]> overheard(TestUdpDevice camera) {
        sendUntilAcknowledged(camera, 0, 9, 20_000);
        return camera.overheard();
    }

    private static Map<Kind, Long> sent(UdpFlood flood) {
        Map<Kind, Long> sent = new HashMap<>();
        for (Kind kind : Kind.values()) {
            sent.put(kind, flood.sent(kind));
        }
        return sent;
    }

    /** Over UDP alone: what is not acknowledged after a while is offered again. */
    private static void sendUntilAcknowledged(TestUdpDevice camera, long first, long last, int size) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(400)).until(() -> {
            CounterRanges missing = camera.acknowledged().missing(first, last);
            missing.ranges().forEach(range -> {
                for (long counter = range.first(); counter <= range.last(); counter++) {
                    offer(camera, counter, size);
                }
            });
            return missing.isEmpty();
        });
    }

    /** What is acknowledged once no more comes: acknowledgements are told for a second. */
    private static CounterRanges settled(TestUdpDevice camera) {
        AtomicReference<CounterRanges> last = new AtomicReference<>(camera.acknowledged());
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).until(() -> last.getAndSet(camera.acknowledged())
                .equals(camera.acknowledged()));
        return last.get();
    }

    private static void offer(TestUdpDevice camera, long counter, int size) {
        byte[] body = new byte[size];
        new Random(counter).nextBytes(body);
        camera.offer(counter, Frames.data(TODAY, 1, counter, body));
    }

    private UdpSessionAnswer session(int port, String device) throws Exception {
        HttpResponse<String> answer = open("localhost", port, device);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return Json.read(answer.body(), UdpSessionAnswer.class);
    }

    private HttpResponse<String> open(String host, int port, String device) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/v1/udp-sessions"))
                        .header("Content-Type", "application/json")
                        .header("Authorization", "Bearer " + processes.token(device))
                        .POST(BodyPublishers.ofString(
                                "{\"device\":\"" + device + "\",\"cipher\":[\"chacha20-poly1305\",\"aes-128-gcm\"]}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private static Map<Long, byte[]> stored(String device) {
        Map<Long, byte[]> frames = new HashMap<>();
        FrameView view = new FrameView();
        TopicLog.read(broker.readyMatch().group(1), "frames", "demo/" + device + "/")
                .forEach(item -> FrameMessage.forEach(
                        view,
                        item.value(),
                        0,
                        item.value().length,
                        frame -> frames.put(frame.counter(), frame.messageBytes())));
        return frames;
    }
}
