package io.dayreel.cli.push;

import io.dayreel.cli.commandline.Quantities;
import io.dayreel.cli.commandline.Terminal;
import io.dayreel.cli.device.Device;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows once a second what was sent and what waits. */
public final class ProgressLine implements AutoCloseable {
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "dayreel-cli-progress");
        thread.setDaemon(true);
        return thread;
    });

    public ProgressLine(Terminal terminal, Device device) {
        ticks.scheduleWithFixedDelay(() -> show(terminal, device), 1, 1, TimeUnit.SECONDS);
    }

    private static void show(Terminal terminal, Device device) {
        terminal.progress(() -> {
            Device.Standing standing = device.standing();
            return standing.frames() + " frames, " + Quantities.shown(standing.bytes()) + ", "
                    + standing.unacknowledged() + " not yet acknowledged";
        });
    }

    @Override
    public void close() {
        ticks.shutdownNow();
    }
}
