package io.dayreel.streamer.wiring;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** Settings of the streamer. */
@ConfigMapping(prefix = "dayreel.streamer")
public interface StreamerSettings {
    /** Where tails and scratch files lie, in a directory per instance. Disposable: cleared at start, filled from Kafka. */
    @WithDefault("${java.io.tmpdir}/dayreel-streamer")
    Path stateDirectory();

    /** Disk for all tails. What does not fit is read from the archive, or from Kafka if it is not archived yet. */
    @WithDefault("8G")
    MemorySize tailBytes();

    /** Disk for the tail of one partition. */
    @WithDefault("2G")
    MemorySize partitionTailBytes();

    /** A tail gives up its oldest file at a time; smaller files follow the bounds more closely. */
    @WithDefault("64M")
    MemorySize tailFileBytes();

    /** Newest records of each partition that are also kept in memory for live viewers. */
    @WithDefault("8M")
    MemorySize partitionMemoryBytes();

    /** Memory for records that are read again from Kafka. */
    @WithDefault("32M")
    MemorySize evictedMemoryBytes();

    /** Memory for announcements read from {@code segments}. */
    @WithDefault("64M")
    MemorySize announcementMemoryBytes();

    /** How far back announcements are read at start. Longer than the indexer may ever lag behind. */
    @WithDefault("PT2H")
    Duration announcementsSince();

    /** Memory for the segment indexes of days. */
    @WithDefault("128M")
    MemorySize dayIndexMemoryBytes();

    /** How long an answer of the indexer stands; announcements bring it up to date meanwhile. */
    @WithDefault("PT1M")
    Duration dayIndexFresh();

    /** How long the indexer may take to answer. */
    @WithDefault("PT5S")
    Duration indexerTimeout();

    /** Disk for segments whose frames are not stored in the order in which they are played. */
    @WithDefault("2G")
    MemorySize scratchBytes();

    /** What may be on its way to one viewer. More costs memory, less costs throughput over long distances. */
    @WithDefault("1M")
    MemorySize sendQueueBytes();

    /** A live viewer that is full goes on at the newest key frame if more than this lies before the live end. */
    @WithDefault("4M")
    MemorySize maxLiveLagBytes();

    /** Viewers at a time; further ones are answered 503. */
    @WithDefault("5000")
    int maxViewers();

    /** Downloads of frame ranges and clips at a time; further ones are answered 429. Each holds a thread. */
    @WithDefault("16")
    int maxDownloads();

    /** Disk for MP4 clips that were asked for; the ones not read for longest go first. None may have more. */
    @WithDefault("8G")
    MemorySize clipBytes();

    /** Longest range of one clip. Longer ones take memory for their sample tables, about 10 MB an hour. */
    @WithDefault("PT1H")
    Duration maxClip();

    /** Clips being made at a time; further ones are answered 429. */
    @WithDefault("4")
    int maxClips();

    /** Program that decodes thumbnails: a path, or a name on PATH. Without it there are none. */
    @WithDefault("ffmpeg")
    String ffmpeg();

    /** Processes of ffmpeg at a time. Each takes a core for about a tenth of a second. */
    @WithDefault("2")
    int ffmpegProcesses();

    /** Requests for thumbnails that may wait for a process; further ones are answered 503. */
    @WithDefault("32")
    int ffmpegWaiting();

    /** How long one process of ffmpeg may take before it is killed. */
    @WithDefault("PT10S")
    Duration ffmpegLimit();

    /** Memory for thumbnails that were made lately. */
    @WithDefault("32M")
    MemorySize thumbnailBytes();

    /** Threads that serve live viewers. */
    @WithDefault("4")
    int liveThreads();

    /** Threads that serve the past; each waits for the archive at times. */
    @WithDefault("16")
    int pastThreads();

    /** How long a streamer that died keeps its partitions. At least 6 s; shorter moves sooner, and on short pauses too. */
    @WithDefault("PT10S")
    Duration sessionTimeout();

    /** How long the start waits for Kafka before it fails. */
    @WithDefault("PT60S")
    Duration startPatience();
}
