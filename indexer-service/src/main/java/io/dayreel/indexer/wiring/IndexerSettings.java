package io.dayreel.indexer.wiring;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

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

    /**
     * Private half of the key pair that manifests are signed with (PEM). Its public half lies beside it under the name
     * {@code seal-public.pem}. Without it no day is sealed.
     */
    Optional<Path> sealKey();

    /** Time between looks at days that may be sealed. Shorter seals sooner and asks the object store more often. */
    @WithDefault("PT5S")
    Duration sealPeriod();

    /**
     * How long a day that is ready waits for the announcement of frames that were received, and for a writer that may
     * announce what it stored. Shorter than a segment's age limit makes a second manifest for late frames likelier.
     */
    @WithDefault("PT30M")
    Duration sealPatience();

    /**
     * How long the event of a recording that ended waits for frames that are missing. Shorter tells sooner, and of less,
     * where devices send what they still owe.
     */
    @WithDefault("PT2M")
    Duration recordingPatience();

    /** What is deleted, and when. Without any limit nothing is. */
    Retention retention();

    /** Retention of the whole installation, by one instance for all. Deletes whole segments, the oldest first. */
    interface Retention {
        /** Segments go when their newest frame was captured and received longer ago. Shorter deletes footage for good. */
        Optional<Duration> maxAge();

        /** The oldest segments go while all together are larger. Smaller deletes footage for good. */
        Optional<MemorySize> maxTotalBytes();

        /** The oldest segments go while a directory store's disk has less room, whatever fills it. */
        Optional<MemorySize> minFreeBytes();

        /** Time between rounds. Each reads one small record per device and day, and deletes at most 1000 segments. */
        @WithDefault("PT30S")
        Duration period();
    }
}
