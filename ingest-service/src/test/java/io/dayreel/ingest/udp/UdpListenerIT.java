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
        }
    }

    private UdpListener start() {
        return UdpListener.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                1 << 20,
                ingest.receiver,
                new NanosSinceStart(),
                () -> {});
    }
}
