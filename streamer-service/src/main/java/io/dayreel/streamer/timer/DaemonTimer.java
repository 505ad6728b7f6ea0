package io.dayreel.streamer.timer;

import java.util.concurrent.ScheduledThreadPoolExecutor;

/** A timer on one daemon thread with a name. */
public final class DaemonTimer {
    private DaemonTimer() {}

    /** @return a timer that the caller owns and shuts down */
    public static ScheduledThreadPoolExecutor named(String threadName) {
        return new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
    }
}
