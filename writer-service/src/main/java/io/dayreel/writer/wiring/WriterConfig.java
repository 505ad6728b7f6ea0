package io.dayreel.writer.wiring;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of writer-service. */
@ConfigMapping(prefix = "dayreel.writer")
public interface WriterConfig {
    /** A segment closes at this size. Larger costs fewer PUTs per camera-month; smaller is archived sooner. */
    @WithDefault("64M")
    MemorySize segmentMaxSize();

    /** A segment closes when its first record is this old. Longer costs fewer PUTs of slow streams and longer replays. */
    @WithDefault("PT15M")
    Duration segmentMaxAge();

    /** How long a day stays open after its device's first frame of a later day. Longer gathers more stragglers. */
    @WithDefault("PT30S")
    Duration dayEndGrace();

    /** Bytes of a partition behind its committed offset at which the oldest segment closes. More makes replays longer. */
    @WithDefault("2G")
    MemorySize commitLagMaxSize();

    /** The same in records. */
    @WithDefault("2000000")
    long commitLagMaxRecords();

    /** Where segments are built; disposable, one per process. On the file system of a directory store it saves a copy. */
    @WithDefault("${java.io.tmpdir}/dayreel-writer")
    Path stateDirectory();

    /** Bytes in the spool at which partitions pause. Room for every stream's open segment saves early closes. */
    @WithDefault("4G")
    MemorySize spoolMaxSize();

    /** Bytes left free on the spool's disk. Less than a few footers risks that segments cannot be completed. */
    @WithDefault("64M")
    MemorySize spoolMinFree();

    /** PUTs at a time. More keep a fast store busy; each may hold a connection for as long as the store is slow. */
    @WithDefault("4")
    int archiveThreads();

    /** Longest pause between two attempts to store a segment. Longer spares a store that is down. */
    @WithDefault("PT30S")
    Duration archiveRetryMax();

    /** Open segments of at least this size are stored when their partition goes; smaller ones are replayed, which costs no PUT. */
    @WithDefault("32M")
    MemorySize handoverMinSize();

    /** How long a partition that goes, or a writer that stops, waits for the store. */
    @WithDefault("PT3S")
    Duration handoverLimit();

    /** How long frames stay in Kafka after they were archived: what live viewers can seek back without the store. */
    @WithDefault("PT5M")
    Duration tailWindow();

    /** Between two deletions behind the archive. */
    @WithDefault("PT30S")
    Duration trimPeriod();

    /** Between two commits that move an offset without announcing anything. */
    @WithDefault("PT10S")
    Duration commitPeriod();

    /** Between two reports of coverage. */
    @WithDefault("PT1S")
    Duration coveragePeriod();

    /** Before Kafka or the spool's disk is tried again. */
    @WithDefault("PT1S")
    Duration retryPause();

    /** How long a writer that died keeps its partitions. Shorter moves them sooner, and on short pauses too. */
    @WithDefault("PT8S")
    Duration sessionTimeout();

    /** How long a transaction that a dead writer left holds up its partitions' next writer. */
    @WithDefault("PT10S")
    Duration transactionTimeout();
}
