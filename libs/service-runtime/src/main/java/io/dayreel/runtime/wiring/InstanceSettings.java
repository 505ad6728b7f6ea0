package io.dayreel.runtime.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.util.Optional;

/** This process among its peers. */
@ConfigMapping(prefix = "dayreel.instance")
public interface InstanceSettings {
    /** Name in presence, groups and logs; the host name if absent. Stable over restarts and unique per process. */
    Optional<String> id();

    /** Where peers reach this instance. */
    @WithDefault("http://localhost:${quarkus.http.port:8080}")
    URI address();
}
