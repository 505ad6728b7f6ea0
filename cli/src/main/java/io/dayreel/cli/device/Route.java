package io.dayreel.cli.device;

import io.dayreel.cli.trial.TrialFaults;
import java.util.Objects;

/** How frames go to the server. @param faults what goes wrong on purpose */
public record Route(Transport transport, TrialFaults faults) {
    /** The WebSocket, without a fault. */
    public static final Route DIRECT = new Route(Transport.WS, TrialFaults.NONE);

    public Route {
        Objects.requireNonNull(transport);
        Objects.requireNonNull(faults);
    }
}
