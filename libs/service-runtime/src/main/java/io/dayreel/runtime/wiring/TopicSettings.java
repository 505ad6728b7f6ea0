package io.dayreel.runtime.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The topics of the installation (docs/reference/topics.md). */
@ConfigMapping(prefix = "dayreel.topics")
public interface TopicSettings {
    /** Put before every topic name, group and transactional id. Changing it means another installation. */
    Optional<String> prefix();

    /** Number of partitions of the stream topics. Fixed at installation; must be what exists. */
    @WithDefault("16")
    int partitions();

    /** Whether a service creates missing topics when it starts. */
    @WithDefault("false")
    boolean create();

    /** Replication factor of topics that are created. */
    @WithDefault("3")
    short replication();
}
