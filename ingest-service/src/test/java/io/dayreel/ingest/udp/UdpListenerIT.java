package io.dayreel.ingest.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dayreel.ingest.testing.Frames;
import io.dayreel.ingest.testing.TestUdpDevice;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.clock.TestClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UdpListenerIT {
    private static final Day TODAY = Day.parse("2026-11-21");

    private final UdpInstance ingest = new UdpInstance(TestClock.at(Instant.parse("2026-11-21T10:00:00Z")), 1);

    @Test
    void anErrorOnTheThreadCostsOneMessageAndTheNextOnesAreReceived() throws Exception {
        ingest.broken = true;
        try (UdpListener listener = start();
                TestUdpDevice camera =
                        new TestUdpDevice(listener.port()).use(ingest.open(new DeviceId("demo", "cam")))) {
            camera.offer(0, Frames.data(TODAY, 1, 0));
            await().atMost(Duration.ofSeconds(10)).until(() -> ingest.sendings() > 0);

            ingest.broken = false;
            camera.offer(1, Frames.data(TODAY, 1, 1));

            await().atMost(Duration.ofSeconds(10)).until(() -> ingest.waitingNow() == 1);
            assertThat(camera.acknowledged().isEmpty()).isTrue();
            assertThat(listener.heartbeat().problem()).isEmpty();
        }
    }

    @Test
    void aListenerThatIsStuckIsSilent() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        try (UdpListener listener = start(() -> waitFor(stuck))) {
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> listener.heartbeat().silence().toSeconds() >= 2);
            assertThat(listener.heartbeat().problem()).isEmpty();

            stuck.countDown();

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> listener.heartbeat().silence().toSeconds() < 1);
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private UdpListener start() {
        return start(() -> {});
    }

    private UdpListener start(Runnable everyMinute) {
        return UdpListener.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                1 << 20,
                ingest.receiver,
                new NanosSinceStart(),
                everyMinute);
    }
}
