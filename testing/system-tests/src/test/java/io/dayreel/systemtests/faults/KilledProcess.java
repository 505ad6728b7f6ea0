package io.dayreel.systemtests.faults;

import io.dayreel.testkit.process.ServiceProcess;

/** SIGKILL of one process, which is started again at once, as an orchestrator does. */
record KilledProcess(String who, ServiceProcess process) implements Fault {
    @Override
    public String name() {
        return "kill " + who;
    }

    @Override
    public void inject() {
        process.kill9();
    }

    @Override
    public void heal() {
        process.restart();
    }

    @Override
    public boolean kills() {
        return true;
    }
}
