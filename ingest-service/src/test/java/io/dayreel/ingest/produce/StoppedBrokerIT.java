package io.dayreel.ingest.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.access.InstallationKeys;
import io.dayreel.access.Role;
import io.dayreel.ingest.testing.Frames;
import io.dayreel.ingest.testing.TestDevice;
import io.dayreel.ingest.testing.Tokens;
import io.dayreel.ingest.testing.TopicLog;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.process.FreePort;
import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceCommand;
import io.dayreel.testkit.process.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ingest as a process of its own beside a broker as a process of its own, so that either can be stopped. */
class StoppedBrokerIT {
    private static final Day TODAY = Day.of(Instant.now());
    private static final int BODY_BYTES = 64 << 10;

    @TempDir
    Path directory;

    private final List<AutoCloseable> started = new ArrayList<>();

    @AfterEach
    void stopAll() throws Exception {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
    }

    @Covers("B1")
    @Test
    void aSenderThatNeverStopsIsHeldWhileTheBrokerStandsStillAndNothingIsLost() throws Exception {
        ServiceProcess broker = broker();
        String bootstrap = broker.readyMatch().group(1);
        ServiceProcess ingest = ingest(bootstrap).start();
        Sender sender = new Sender(device(ingest).hello("received"));
        await().atMost(Duration.ofSeconds(30)).until(() -> sender.sent.get() > 300);

        broker.suspend();
        awaitHeld(sender);
        long heldAt = sender.sent.get();
        long acknowledgedWhileHeld = sender.acknowledged().size();
        await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(8)).until(() -> sender.sent.get() == heldAt);
        long resident = ingest.residentKib();

        broker.resume();
        await().atMost(Duration.ofSeconds(30)).until(() -> sender.sent.get() > heldAt + 300);
        sender.stop();
        await().atMost(Duration.ofSeconds(30)).until(() -> sender.acknowledged().containsAll(0, sender.sent.get() - 1));

        System.out.println("held after " + (heldAt - acknowledgedWhileHeld) + " unacknowledged frames of 64 KiB, "
                + resident / 1024 + " MiB resident");
        assertThat(heldAt - acknowledgedWhileHeld).isLessThan(600);
        assertThat(resident).isLessThan(500L << 10);
        assertThat(storedCounters(bootstrap).missing(0, sender.sent.get() - 1).isEmpty())
                .as("every acknowledged frame is in the topic")
                .isTrue();
        assertThat(sender.device.isClosed()).isFalse();
    }

    @Test
    void nothingIsAcknowledgedThatKafkaDidNotConfirm() throws Exception {
        ServiceProcess broker = broker();
        ServiceProcess ingest = ingest(broker.readyMatch().group(1))
                .property("dayreel.ingest.delivery-timeout", "PT6S")
                .start();
        TestDevice camera = device(ingest).hello("received");
        camera.send(Frames.data(TODAY, 1, 0));
        camera.awaitAcknowledged("received", TODAY, 1, 0, 0);

        broker.suspend();
        camera.send(Frames.data(TODAY, 1, 1));

        assertThat(camera.awaitClose()).isEqualTo(1012);
        assertThat(camera.acknowledged("received", TODAY, 1)).hasToString("[0-0]");
    }

    @Covers("B2")
    @Test
    void aStopAcknowledgesWhatWasSentAndClosesWith1012() throws Exception {
        ServiceProcess broker = broker();
        ServiceProcess ingest = ingest(broker.readyMatch().group(1)).start();
        TestDevice camera = device(ingest).hello("received");
        for (int counter = 0; counter < 50; counter++) {
            camera.send(Frames.data(TODAY, 1, counter));
        }
        camera.awaitAcknowledged("received", TODAY, 1, 0, 0);

        ingest.stop(Duration.ofSeconds(15));

        assertThat(camera.awaitClose()).isEqualTo(1012);
        assertThat(storedCounters(broker.readyMatch().group(1))
                        .minus(camera.acknowledged("received", TODAY, 1))
                        .isEmpty())
                .as("what was stored was acknowledged before the close")
                .isTrue();
    }

    @Test
    void topicsThatWouldLoseFramesAreRefusedAtTheStart() throws Exception {
        ServiceProcess broker = broker();
        String bootstrap = broker.readyMatch().group(1);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic("frames", 3, (short) 1)
                            .configs(new HashMap<>(Map.of("retention.ms", "3600000")))))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }

        ServiceProcess ingest = ingest(bootstrap)
                .readyWhen(Readiness.logLine("TopicCheckFailed"))
                .start();

        await().atMost(Duration.ofSeconds(20)).until(() -> !ingest.isAlive());
        assertThat(ingest.outputTail())
                .contains("topic frames has 3 partitions, wanted is dayreel.topics.partitions=4")
                .contains("topic frames has retention.ms=3600000, wanted is -1");
    }

    private ServiceProcess broker() {
        ServiceProcess broker = ServiceCommand.main("broker", "io.dayreel.broker.BrokerMain")
                .arguments("--data", directory.resolve("broker").toString())
                .readyWhen(Readiness.logLine("ready (\\S+)"))
                .start();
        started.add(broker);
        return broker;
    }

    private ServiceCommand ingest(String bootstrap) throws Exception {
        InstallationKeys keys = InstallationKeys.createIfAbsent(directory.resolve("keys"));
        int port = FreePort.next();
        return ServiceCommand.jar("ingest", Path.of("target/quarkus-app/quarkus-run.jar"))
                .jvm("-Xmx256m")
                .property("quarkus.http.port", Integer.toString(port))
                .property("dayreel.kafka.bootstrap-servers", bootstrap)
                .property("dayreel.topics.create", "true")
                .property("dayreel.topics.partitions", "4")
                .property("dayreel.topics.replication", "1")
                .property("dayreel.access.public-key", keys.publicKey().toString())
                .property("dayreel.access.shared-secret", keys.sharedSecret().toString())
                .readyWhen(Readiness.logLine("Listening on: http://[^:]+:(\\d+)"));
    }

    private TestDevice device(ServiceProcess ingest) {
        started.add(ingest);
        TestDevice device = TestDevice.connect(
                Integer.parseInt(ingest.readyMatch().group(1)),
                Tokens.of(directory.resolve("keys").toString(), Role.DEVICE, "demo", "cam"),
                "");
        started.add(device);
        return device;
    }

    private static void awaitHeld(Sender sender) {
        AtomicLong last = new AtomicLong(-1);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> last.getAndSet(sender.sent.get()) == sender.sent.get());
    }

    private static CounterRanges storedCounters(String bootstrap) {
        CounterRanges counters = new CounterRanges();
        FrameView view = new FrameView();
        TopicLog.read(bootstrap, "frames", "demo/cam/")
                .forEach(stored -> counters.add(
                        view.wrap(stored.value(), 0, stored.value().length).counter()));
        return counters;
    }

    /** Sends as fast as the socket takes it, on a thread of its own. */
    private static final class Sender {
        final TestDevice device;
        final AtomicLong sent = new AtomicLong();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final Thread thread = new Thread(this::run, "test-sender");

        Sender(TestDevice device) {
            this.device = device;
            thread.setDaemon(true);
            thread.start();
        }

        private void run() {
            byte[] body = new byte[BODY_BYTES];
            try {
                while (!stopped.get()) {
                    device.sending(Frames.data(TODAY, 1, sent.get(), body)).get(120, TimeUnit.SECONDS);
                    sent.incrementAndGet();
                }
            } catch (InterruptedException | ExecutionException | TimeoutException e) {
                throw new AssertionError("sending failed after " + sent.get(), e);
            }
        }

        CounterRanges acknowledged() {
            return device.acknowledged("received", TODAY, 1);
        }

        void stop() throws InterruptedException {
            stopped.set(true);
            thread.join(30_000);
        }
    }
}
