package io.dayreel.standalone.wiring;

import io.smallrye.config.ConfigMapping;
import java.nio.file.Path;

/** What standalone adds to the services' configuration; set by its main method. */
@ConfigMapping(prefix = "dayreel.standalone")
public interface StandaloneSettings {
    /** Directory of everything that is kept. */
    Path data();

    /** Loopback port of the embedded broker. */
    int brokerPort();
}
