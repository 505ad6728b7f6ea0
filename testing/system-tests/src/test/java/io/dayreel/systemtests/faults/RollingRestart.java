package io.dayreel.systemtests.faults;

import io.dayreel.testkit.process.ServiceProcess;
import java.time.Duration;
import java.util.List;

/** Every instance of every service stops and starts, one after the other, as a new version is brought in. */
record RollingRestart(List<ServiceProcess> processes) implements Fault {
    private static final Duration DRAIN = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "rolling restart of " + processes.size() + " instances";
    }

    @Override
    public void inject() {
        for (ServiceProcess process : processes) {
            process.stop(DRAIN);
            process.restart();
        }
    }

    @Override
    public void heal() {
        // It ends by itself.
    }
}
