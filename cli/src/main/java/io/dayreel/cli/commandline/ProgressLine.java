package io.dayreel.cli.commandline;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Shows once a second how things stand. */
public final class ProgressLine implements AutoCloseable {
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "dayreel-cli-progress");
        thread.setDaemon(true);
        return thread;
    });

    /** @param line asked for on a thread of its own, and only if somebody sees it */
    public ProgressLine(Terminal terminal, Supplier<String> line) {
        ticks.scheduleWithFixedDelay(() -> terminal.progress(line), 1, 1, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }
}
