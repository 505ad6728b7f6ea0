package io.dayreel.systemtests.faults;

import io.dayreel.testkit.net.FaultProxy;
import java.time.Duration;
import java.util.Locale;

/** A network between two parts that is cut, silent or slow. */
record BrokenLink(String between, FaultProxy proxy, How how) implements Fault {
    /** What becomes of bytes. */
    enum How {
        /** Connections are reset, once. */
        RESET,
        /** Connections are reset and refused. */
        REFUSED,
        /** Nothing passes, and nobody is told. */
        SILENT,
        /** Every chunk comes 200 ms late. */
        LATE,
        /** 100 kB/s. */
        NARROW
    }

    @Override
    public String name() {
        return "network " + how.name().toLowerCase(Locale.ROOT) + " " + between;
    }

    @Override
    public void inject() {
        switch (how) {
            case RESET -> proxy.cut();
            case REFUSED -> proxy.refuse();
            case SILENT -> proxy.blackhole();
            case LATE -> proxy.delay(Duration.ofMillis(200));
            case NARROW -> proxy.throttle(100_000);
        }
    }

    @Override
    public void heal() {
        proxy.heal();
    }
}
