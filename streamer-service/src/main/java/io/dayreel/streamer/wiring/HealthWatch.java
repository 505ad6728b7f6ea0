package io.dayreel.streamer.wiring;

import io.dayreel.streamer.timer.DaemonTimer;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Looks after the service's health now and then, on a thread of its own. */
final class HealthWatch implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    HealthWatch(Duration interval, Runnable look) {
        timer = DaemonTimer.named("dayreel-streamer-health");
        timer.scheduleWithFixedDelay(look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
