package io.dayreel.runtime.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HeartbeatTest {
    private final CountDownLatch end = new CountDownLatch(1);
    private final Thread thread = new Thread(this::waitForTheEnd, "dayreel-test-part");
    private long now = -TimeUnit.MINUTES.toNanos(3);
    private final Heartbeat heartbeat = new Heartbeat("test-part", Duration.ofMinutes(2), () -> now);

    private void waitForTheEnd() {
        try {
            assertThat(end.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    @AfterEach
    void endTheThread() {
        end.countDown();
    }

    @Test
    void aPartThatHasNotBegunIsNotDead() {
        pass(Duration.ofHours(1));

        assertThat(heartbeat.problem()).isEmpty();
        assertThat(heartbeat.silence()).isZero();
    }

    @Test
    void aPartThatBeatsLivesForEver() {
        thread.start();
        heartbeat.begins(thread);

        for (int minute = 0; minute < 600; minute++) {
            pass(Duration.ofMinutes(1));
            assertThat(heartbeat.problem()).isEmpty();
            heartbeat.beat();
        }
    }

    @Test
    void aPartThatIsSilentForLongerThanItsLimitIsDeadUntilItBeatsAgain() {
        heartbeat.begins();
        pass(Duration.ofMinutes(2));
        assertThat(heartbeat.problem()).isEmpty();

        pass(Duration.ofSeconds(5));

        assertThat(heartbeat.problem()).contains("no sign of life for 125 s");
        heartbeat.beat();
        assertThat(heartbeat.problem()).isEmpty();
    }

    @Test
    void aPartIsDeadAsSoonAsItsThreadHasEnded() throws Exception {
        thread.start();
        heartbeat.begins(thread);
        assertThat(heartbeat.problem()).isEmpty();

        end.countDown();
        thread.join();

        assertThat(heartbeat.problem()).contains("the thread dayreel-test-part has ended");
    }

    @Test
    void aPartThatWasClosedIsNotDead() throws Exception {
        thread.start();
        heartbeat.begins(thread);

        heartbeat.ends();
        end.countDown();
        thread.join();
        pass(Duration.ofHours(1));

        assertThat(heartbeat.problem()).isEmpty();
    }

    @Test
    void theProcessIsLiveWhileNoPartIsDeadAndEachIsNamed() {
        Heartbeats heartbeats = new Heartbeats();
        HeartbeatsCheck check = new HeartbeatsCheck(heartbeats);
        heartbeats.watch(heartbeat);
        heartbeats.watch("test-other", Optional::empty);
        heartbeat.begins();
        assertThat(check.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);

        pass(Duration.ofMinutes(3));

        HealthCheckResponse dead = check.call();
        assertThat(dead.getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);
        assertThat(dead.getData().orElseThrow())
                .containsEntry("test-part", "no sign of life for 180 s")
                .containsEntry("test-other", "ok");
    }

    @Test
    void twoPartsCannotHaveOneName() {
        Heartbeats heartbeats = new Heartbeats();
        heartbeats.watch(heartbeat);

        assertThatThrownBy(() -> heartbeats.watch("test-part", Optional::empty))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("test-part");
    }
}
