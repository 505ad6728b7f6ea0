package io.dayreel.indexer.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of indexer-service. */
@ConfigMapping(prefix = "dayreel.indexer")
public interface IndexerSettings {
    /** Where RocksDB lives. Disposable: changelogs rebuild it, which costs the time of reading them. */
    @WithDefault("${java.io.tmpdir}/dayreel-indexer")
    Path stateDirectory();

    /** Stream threads. More than the partitions of an instance do nothing. */
    @WithDefault("1")
    int threads();

    /** Copies of the state on other instances, which answer while the owner is away. Each costs disk and traffic. */
    @WithDefault("1")
    int standbyReplicas();

    /** How long an instance may be silent before its partitions move. Shorter moves sooner, and on short pauses too. */
    @WithDefault("PT10S")
    Duration sessionTimeout();
}
