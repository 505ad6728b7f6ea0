package io.dayreel.ingest.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dayreel.datagrams.keys.CipherSuite;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.testkit.Covers;
import io.dayreel.testkit.clock.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class UdpSessionsTest {
    private static final DeviceId CAM = new DeviceId("demo", "cam");
    private static final int PER_MINUTE = 3;
    private static final int MOST = 8;

    private final TestClock clock = TestClock.at(Instant.parse("2026-11-21T10:00:00Z"));
    private final KnownSessions known = new KnownSessions();
    private final UdpSessions sessions = new UdpSessions(
            new UdpSessions.Terms(Duration.ofHours(1), 1000, PER_MINUTE, MOST),
            new KeyEpochs(new byte[32], Duration.ofHours(1)),
            known,
            (topic, key, value) -> CompletableFuture.completedFuture(null),
            clock);

    @Covers("A8")
    @Test
    void aDeviceThatOpensSessionsTooFastIsToldHowLongToWaitAndOthersAreNot() {
        for (int i = 0; i < PER_MINUTE; i++) {
            open(CAM);
        }

        assertThatThrownBy(() -> open(CAM))
                .isInstanceOfSatisfying(UdpSessions.TooMany.class, refused -> assertThat(refused.retryAfter())
                        .isEqualTo(Duration.ofSeconds(20)));
        open(new DeviceId("demo", "other"));
        clock.advance(Duration.ofSeconds(20));
        open(CAM);
        assertThatThrownBy(() -> open(CAM)).isInstanceOf(UdpSessions.TooMany.class);
    }

    @Test
    void sessionsOfAllDevicesTogetherAreBounded() {
        for (int i = 0; i < MOST; i++) {
            open(new DeviceId("demo", "cam" + i));
        }

        assertThatThrownBy(() -> open(CAM)).isInstanceOf(UdpSessions.TooMany.class);
        assertThat(known.size()).isEqualTo(MOST);
    }

    private void open(DeviceId device) {
        sessions.open(device, CipherSuite.AES_128_GCM, "host", 1).join();
    }
}
