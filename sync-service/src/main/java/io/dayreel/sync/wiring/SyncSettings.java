package io.dayreel.sync.wiring;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of sync-service. */
@ConfigMapping(prefix = "dayreel.sync")
public interface SyncSettings {
    /** Where RocksDB lives. Disposable: changelogs rebuild it, which costs the time of reading them. */
    @WithDefault("${java.io.tmpdir}/dayreel-sync")
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

    /** How missing frames are asked for. */
    Repair repair();

    /** When days are ready to be sealed, and forgotten. */
    Days days();

    /** How missing frames are asked for. */
    interface Repair {
        /**
         * {@code oldest} completes day after day; {@code newest} heals first what viewers of the recent past miss;
         * {@code viewers} is newest first for devices that somebody watches and oldest first for all others.
         */
        @WithDefault("viewers")
        Order order();

        /** How long a hole may be mere reordering. Shorter asks sooner, and for frames that are on their way. */
        @WithDefault("PT5S")
        Duration grace();

        /** How long a device that sends nothing more may hold back frames that it announced before it is asked. */
        @WithDefault("PT30S")
        Duration announcedGrace();

        /** A partition of which the writer reported nothing for this long is not judged, and nothing is asked. */
        @WithDefault("PT20S")
        Duration stall();

        /** How long a device may take to begin with what it was asked for. */
        @WithDefault("PT15S")
        Duration answer();

        /** Pause after a request that brought nothing; doubles with each further one. */
        @WithDefault("PT10S")
        Duration firstPause();

        /** The longest pause. Longer spares devices that cannot send; shorter heals sooner once they can. */
        @WithDefault("PT10M")
        Duration longestPause();

        /** Frames per second that one device is asked for at most. More heals faster and takes from its live frames. */
        @WithDefault("500")
        int deviceRate();

        /** Frames per second that this instance asks for in all. Leave room for live frames in ingest and writers. */
        @WithDefault("20000")
        int totalRate();
    }

    /** When days are ready to be sealed, and forgotten. */
    interface Days {
        /** How long after 00:00 UTC a day is over for a device that says nothing more. */
        @WithDefault("PT10M")
        Duration overAfter();

        /** How long nothing of a day may change before it is declared ready. Shorter seals sooner, and more often. */
        @WithDefault("PT1M")
        Duration quiet();

        /** How long after its end, or after it was first heard of, a day is ready whatever is missing. */
        @WithDefault("PT72H")
        Duration deadline();

        /** How long after its end or last change a day is remembered and repaired. Longer keeps more state. */
        @WithDefault("P30D")
        Duration retention();

        /** How often the figures of a day that changes are published. Shorter costs one record per device each time. */
        @WithDefault("PT10S")
        Duration publish();
    }

    /** Which missing frames come first. */
    enum Order {
        VIEWERS,
        OLDEST,
        NEWEST
    }
}
