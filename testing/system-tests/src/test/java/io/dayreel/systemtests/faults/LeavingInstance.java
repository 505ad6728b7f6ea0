package io.dayreel.systemtests.faults;

import io.dayreel.testkit.process.ServiceProcess;
import java.time.Duration;

/** An instance leaves as it should, by SIGTERM, and joins again: two rebalances. */
record LeavingInstance(String who, ServiceProcess process) implements Fault {
    private static final Duration DRAIN = Duration.ofSeconds(20);

    @Override
    public String name() {
        return "leave and join " + who;
    }

    @Override
    public void inject() {
        process.stop(DRAIN);
    }

    @Override
    public void heal() {
        process.restart();
    }
}
