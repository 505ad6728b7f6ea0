package io.dayreel.runtime.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where services reach each other. */
@ConfigMapping(prefix = "dayreel.urls")
public interface UrlSettings {
    /** Any instance of indexer-service, or what spreads calls over them. */
    @WithDefault("http://localhost:8080")
    URI indexer();

    /** Any instance of sync-service, or what spreads calls over them. */
    @WithDefault("http://localhost:8080")
    URI sync();

    /** Any instance of streamer-service, or what spreads calls over them. */
    @WithDefault("http://localhost:8080")
    URI streamer();
}
