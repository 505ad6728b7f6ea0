package io.dayreel.systemtests.faults;

import io.dayreel.testkit.process.ServiceProcess;

/**
 * SIGSTOP: it stands still with all its connections and goes on later, not knowing. A writer that stands still for longer
 * than its session is a zombie: another one has its partitions when it goes on with what it was about to announce (I3).
 */
record FrozenProcess(String as, String who, ServiceProcess process) implements Fault {
    @Override
    public String name() {
        return as + " " + who;
    }

    @Override
    public void inject() {
        process.suspend();
    }

    @Override
    public void heal() {
        process.resume();
    }
}
