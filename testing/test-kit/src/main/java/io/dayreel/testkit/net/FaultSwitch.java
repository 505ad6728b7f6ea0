package io.dayreel.testkit.net;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** The proxy's present fault; whoever is held back by it notices the change at once. */
final class FaultSwitch {
    private Fault fault = Fault.NONE;

    synchronized Fault get() {
        return fault;
    }

    synchronized void set(Fault next) {
        fault = next;
        notifyAll();
    }

    synchronized void wake() {
        notifyAll();
    }

    /** Returns once bytes may pass, or the connection is no longer wanted. */
    synchronized void awaitPassage(BooleanSupplier wanted) throws InterruptedException {
        while (fault.holding() && wanted.getAsBoolean()) {
            wait(1000);
        }
    }

    /** Waits, but not longer than the fault lasts that asked for it. */
    synchronized void pause(Duration time, BooleanSupplier wanted) throws InterruptedException {
        Fault asked = fault;
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0 && fault.equals(asked) && wanted.getAsBoolean(); ) {
            wait(left / 1_000_000, (int) (left % 1_000_000));
            left = end - System.nanoTime();
        }
    }
}
