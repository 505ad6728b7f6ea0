package io.dayreel.runtime.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Where services reach each other. */
@ConfigMapping(prefix = "dayreel.urls")
public interface UrlSettings {
    @WithDefault("http://localhost:8080")
    URI indexer();

    @WithDefault("http://localhost:8080")
    URI sync();

    @WithDefault("http://localhost:8080")
    URI streamer();
}
