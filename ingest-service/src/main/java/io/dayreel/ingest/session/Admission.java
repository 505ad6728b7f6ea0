package io.dayreel.ingest.session;

import io.dayreel.protocol.stream.DeviceId;
import java.util.Optional;

/** Whether an instance takes devices. Thread-safe. */
@FunctionalInterface
public interface Admission {
    /** Where a device is to connect instead; empty if it is taken here. */
    Optional<Redirection> elsewhere(DeviceId device);
}
