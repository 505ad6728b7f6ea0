package io.dayreel.ingest.wiring;

import io.dayreel.ingest.compaction.FleetRules;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of ingest. */
@ConfigMapping(prefix = "dayreel.ingest")
public interface IngestSettings {
    /** Messages of one connection that may be unacknowledged before its socket is no longer read. Told to devices. */
    @WithDefault("64")
    int window();

    /** Likewise in bytes. Larger suits fast devices far away; every connection may use it while Kafka is slow. */
    @WithDefault("8M")
    MemorySize windowBytes();

    /**
     * Bytes handed to Kafka and not yet confirmed, over all connections; the producer's buffer takes up to twice as much
     * heap. An eighth of the heap, at most 64 MiB, if absent.
     */
    Optional<MemorySize> inFlightBytes();

    /** How long a batch waits for more frames before it is sent to Kafka. Longer costs latency, shorter costs requests. */
    @WithDefault("PT0.002S")
    Duration linger();

    /** Kafka must confirm a message in this time; otherwise its connection is closed (1012) and the device sends again. */
    @WithDefault("PT60S")
    Duration deliveryTimeout();

    /** How long a device counts as connected after its instance died. Shorter means more presence records. */
    @WithDefault("PT60S")
    Duration lease();

    /** Without any sign of life a connection is closed (4408). */
    @WithDefault("PT60S")
    Duration idleTimeout();

    /** Hello must come in this time. */
    @WithDefault("PT10S")
    Duration helloTimeout();

    /** How long sync and indexer may take to say what they hold, when a device connects. */
    @WithDefault("PT1S")
    Duration keptTimeout();

    /** How often the indexer is asked about frames that wait to be archived, should an announcement be missed. */
    @WithDefault("PT5M")
    Duration archiveRecheck();

    /** Takeovers of one device in a minute, before further connections are refused (4429). */
    @WithDefault("3")
    int takeoversPerMinute();

    /** HTTP batches at a time; further ones are answered 429. */
    @WithDefault("16")
    int httpBatches();

    /** How long the start waits for Kafka before it fails. */
    @WithDefault("PT60S")
    Duration startPatience();

    /** How long a stop may take to lead devices away and to wait for what is on its way to Kafka. */
    @WithDefault("PT30S")
    Duration drainPatience();

    /** How long a stop leads devices away as fast as others take them; after that, the rest at once. */
    @WithDefault("PT20S")
    Duration drainSpread();

    /** How long a device that was told to connect elsewhere may take to close; then it is closed (1012). */
    @WithDefault("PT10S")
    Duration reconnectPatience();

    /**
     * Where devices reach this instance and no other, like {@code wss://ingest-1.example.org/v1/ingest}. Absent where all
     * come by one address: then a proxy chooses the instance.
     */
    Optional<String> publicAddress();

    /** Moving devices together, so that instances can stop when load falls. */
    Compaction compaction();

    /** Frames over UDP. */
    Udp udp();

    /** Videos that are uploaded part by part. */
    Upload upload();

    /** Settings of compaction. The same on all instances, but the zone. */
    interface Compaction {
        /** Whether instances report themselves in the topic instances, and one of them plans. */
        @WithDefault("false")
        boolean enabled();

        /** Devices over WebSocket that this instance can carry. */
        @WithDefault("2000")
        int maxConnections();

        /** Bytes of frames that it can carry in a second. */
        @WithDefault("64M")
        MemorySize maxBytesPerSecond();

        /** What fails together with this instance. Of a zone with most instances one is emptied first. */
        Optional<String> zone();

        /** An instance is emptied when the others would be filled less than this on average. */
        @WithDefault("0.5")
        double lowMark();

        /** More instances are wanted when they are filled more than this on average. */
        @WithDefault("0.7")
        double highMark();

        /** No instance is filled beyond this by moves. */
        @WithDefault("0.8")
        double targetFilling();

        /** Instances that there are at least. */
        @WithDefault("2")
        int minInstances();

        /** Devices that are told to move in a minute, over all instances. */
        @WithDefault("120")
        int movesPerMinute();

        /** A device is not moved within this time after it connected or was moved. */
        @WithDefault("PT30M")
        Duration devicePeriod();

        /** Nothing is moved for so long after an instance came or went. */
        @WithDefault("PT3M")
        Duration settle();

        /** An instance is emptied only if the load has been low for so long. */
        @WithDefault("PT10M")
        Duration calm();

        /** Which instance is emptied first: least-filled, or highest-ordinal where a StatefulSet stops that one first. */
        @WithDefault("least-filled")
        FleetRules.Order order();

        /** How often instances report themselves, and the planner plans. */
        @WithDefault("PT10S")
        Duration interval();
    }

    /** Settings of frames over UDP. */
    interface Udp {
        /** Whether frames are taken over UDP. */
        @WithDefault("true")
        boolean enabled();

        /** Address to listen on. */
        @WithDefault("${quarkus.http.host:0.0.0.0}")
        String host();

        /** Port to listen on, by default the number that HTTP has; 0 takes a free one. */
        @WithDefault("${quarkus.http.port:8080}")
        int port();

        /** What devices are told to send to; the host that they reached over HTTP if absent. */
        Optional<String> publicHost();

        /** Likewise the port; the one listened on if absent. */
        OptionalInt publicPort();

        /** Whether sessions are answered over plain HTTP, keys and all, to others than loopback. Only where TLS ends before. */
        @WithDefault("false")
        boolean allowPlainHttp();

        /** How often sessions get keys from a new master secret. The same on all instances. */
        @WithDefault("PT24H")
        Duration keyPeriod();

        /** How long a session is good for. A device opens a new one after two thirds of it. */
        @WithDefault("PT12H")
        Duration sessionLifetime();

        /** Sessions that a device may open in a minute; further requests are answered 429. */
        @WithDefault("10")
        int sessionsPerMinute();

        /** Sessions of the installation; beyond it none are opened (429). Each takes some hundred bytes, 3 KB once it sends. */
        @WithDefault("100000")
        int maxSessions();

        /** Largest message over UDP; devices send larger ones over TCP. */
        @WithDefault("1M")
        MemorySize maxMessage();

        /** Bytes of unfinished messages of one session; beyond it its oldest one is dropped. */
        @WithDefault("8M")
        MemorySize reassemblyBytesPerSession();

        /** Likewise of all sessions. An eighth of the heap, at most 256 MiB, if absent. */
        Optional<MemorySize> reassemblyBytes();

        /** Packets a second of one session; more are dropped unopened. */
        @WithDefault("5000")
        int packetsPerSecond();

        /** Packets a second from an address that no session answers to. Bounds what forged packets cost. */
        @WithDefault("200")
        int packetsPerUnknownSource();

        /** Buffer asked of the kernel for each direction. What bursts beyond it is dropped; the kernel's own limit may be lower. */
        @WithDefault("4M")
        MemorySize socketBuffer();
    }

    /** Settings of uploaded videos. */
    interface Upload {
        /** Whether videos are taken. Parts are read by ffmpeg, which this machine needs then. */
        @WithDefault("true")
        boolean enabled();

        /** Program that takes parts apart: a path, or a name on PATH. Its ffprobe lies beside it. Without them there is 501. */
        @WithDefault("ffmpeg")
        String ffmpeg();

        /** Where parts lie while they are under way, in a directory per instance. Disposable: cleared at start. */
        @WithDefault("${java.io.tmpdir}/dayreel-ingest")
        Path scratchDirectory();

        /** Disk for parts under way, and for what they become; each needs about twice its size. Beyond it senders wait (503). */
        @WithDefault("24G")
        MemorySize scratchBytes();

        /** Largest part. Smaller parts can be watched earlier, and sent again faster. */
        @WithDefault("4G")
        MemorySize maxPart();

        /** Largest file of captions, at most 8M. A larger one takes memory while it is read, and its viewers' streamers too. */
        @WithDefault("2M")
        MemorySize maxCaptions();

        /** Parts that are received and stored at a time; further ones are answered 503. */
        @WithDefault("32")
        int partsAtATime();

        /** Processes of ffmpeg at a time. Each reads a part as fast as the disk gives it. */
        @WithDefault("2")
        int ffmpegProcesses();

        /** How long one process of ffmpeg may take before it is killed, and a part may wait for one. */
        @WithDefault("PT2M")
        Duration ffmpegLimit();

        /** Memory of one process of ffmpeg: one that holds more is killed, and its part refused. Most need less than 100 MB. */
        @WithDefault("512M")
        MemorySize ffmpegMemory();

        /** How long what was received of a part that broke off is kept, so that its sender can go on. */
        @WithDefault("PT1H")
        Duration keepBroken();

        /** A connection that brings no byte of its part for so long is closed. */
        @WithDefault("PT30S")
        Duration stallLimit();

        /** How long Kafka may take to confirm all frames of a part. */
        @WithDefault("PT10M")
        Duration storeLimit();
    }
}
