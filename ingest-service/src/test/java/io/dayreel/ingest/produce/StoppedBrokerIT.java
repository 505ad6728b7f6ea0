package io.dayreel.ingest.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.ingest.testing.BrokerAndIngest;
import io.dayreel.ingest.testing.Frames;
import io.dayreel.ingest.testing.TestDevice;
import io.dayreel.ingest.testing.TopicLog;
import io.dayreel.protocol.frame.FrameView;
import io.dayreel.protocol.ranges.CounterRanges;
import io.dayreel.protocol.stream.Day;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.process.Readiness;
import io.dayreel.testkit.process.ServiceProcess;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoppedBrokerIT {
    private static final Day TODAY = Day.of(Instant.now());
    private static final int BODY_BYTES = 64 << 10;

    @TempDir
    Path directory;

    private BrokerAndIngest processes;

    @BeforeEach
    void begin() {
        processes = new BrokerAndIngest(directory);
    }

    @AfterEach
    void stopAll() {
        processes.close();
    }

    @Covers("B1")
    @Test
    void aSenderThatNeverStopsIsHeldWhileTheBrokerStandsStillAndNothingIsLost() throws Exception {
        ServiceProcess broker = processes.startBroker();
        String bootstrap = broker.readyMatch().group(1);
        ServiceProcess ingest = processes.start(processes.ingest(bootstrap));
        Sender sender = new Sender(processes.camera(ingest).hello("received"));
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

    @Covers("C10")
    @Test
    void aConnectionOutlivesABrokerThatDiesAndComesBack() throws Exception {
        ServiceProcess broker = processes.startBroker();
        ServiceProcess ingest =
                processes.start(processes.ingest(broker.readyMatch().group(1)));
        TestDevice camera = processes.camera(ingest).hello("received");
        camera.send(Frames.data(TODAY, 1, 0));
        camera.awaitAcknowledged("received", TODAY, 1, 0, 0);

        broker.kill9();
        awaitNobodyToTalkTo(ingest);
        assertThat(health(ingest, "live"))
                .as("a restart would not bring the broker back")
                .startsWith("200")
                .contains("\"ingest-udp\": \"ok\"", "\"ingest-pulse\": \"ok\"", "\"ingest-commands\": \"ok\"");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> health(ingest, "ready").startsWith("503"));
        for (int counter = 1; counter <= 20; counter++) {
            camera.send(Frames.data(TODAY, 1, counter));
        }
        broker.restart();

        camera.awaitAcknowledged("received", TODAY, 1, 0, 20);
        assertThat(camera.isClosed()).isFalse();
    }

    @Test
    void nothingIsAcknowledgedThatKafkaDidNotConfirm() throws Exception {
        ServiceProcess broker = processes.startBroker();
        ServiceProcess ingest = processes.start(
                processes.ingest(broker.readyMatch().group(1)).property("dayreel.ingest.delivery-timeout", "PT6S"));
        TestDevice camera = processes.camera(ingest).hello("received");
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
        ServiceProcess broker = processes.startBroker();
        ServiceProcess ingest =
                processes.start(processes.ingest(broker.readyMatch().group(1)));
        TestDevice camera = processes.camera(ingest).hello("received");
        for (int counter = 0; counter < 50; counter++) {
            camera.send(Frames.data(TODAY, 1, counter));
        }
        camera.awaitAcknowledged("received", TODAY, 1, 0, 0);

        ingest.stop();

        assertThat(camera.awaitClose()).isEqualTo(1012);
        assertThat(storedCounters(broker.readyMatch().group(1))
                        .minus(camera.acknowledged("received", TODAY, 1))
                        .isEmpty())
                .as("what was stored was acknowledged before the close")
                .isTrue();
    }

    @Test
    void topicsThatWouldLoseFramesAreRefusedAtTheStart() throws Exception {
        ServiceProcess broker = processes.startBroker();
        String bootstrap = broker.readyMatch().group(1);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.createTopics(List.of(new NewTopic("frames", 3, (short) 1)
                            .configs(new HashMap<>(Map.of("retention.ms", "3600000")))))
                    .all()
                    .get(20, TimeUnit.SECONDS);
        }

        ServiceProcess ingest =
                processes.start(processes.ingest(bootstrap).readyWhen(Readiness.logLine("TopicCheckFailed")));

        await().atMost(Duration.ofSeconds(20)).until(() -> !ingest.isAlive());
        assertThat(ingest.outputTail())
                .contains("topic frames has 3 partitions, wanted is dayreel.topics.partitions=4")
                .contains("topic frames has retention.ms=3600000, wanted is -1");
    }

    /** Status and answer. */
    private static String health(ServiceProcess ingest, String question) throws Exception {
        URI address = URI.create("http://localhost:" + BrokerAndIngest.port(ingest) + "/q/health/" + question);
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }

    /** Until the producer has tried often enough to give up what it knows of the cluster, if it ever does. */
    private static void awaitNobodyToTalkTo(ServiceProcess ingest) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> Files.readString(ingest.output())
                                .lines()
                                .filter(line -> line.contains("clientId=dayreel-ingest-frames]"))
                                .filter(line -> line.contains("could not be established"))
                                .count()
                        >= 4);
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
