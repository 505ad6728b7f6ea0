package io.dayreel.streamer.wiring;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.runtime.health.Condition;
import io.dayreel.runtime.kafka.ControlTopicReader;
import io.dayreel.runtime.kafka.ControlTopicSource;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.store.ObjectStore;
import io.dayreel.streamer.archive.ArchiveCounters;
import io.dayreel.streamer.archive.CachedArchiveIndex;
import io.dayreel.streamer.archive.IndexerDirectory;
import io.dayreel.streamer.archive.RecentAnnouncements;
import io.dayreel.streamer.archive.ScratchSpace;
import io.dayreel.streamer.archive.SegmentArchive;
import io.dayreel.streamer.healing.Healing;
import io.dayreel.streamer.playback.PlaybackCounters;
import io.dayreel.streamer.playback.PlaybackPool;
import io.dayreel.streamer.playback.PlaybackServices;
import io.dayreel.streamer.relay.RelayParts;
import io.dayreel.streamer.relay.Relays;
import io.dayreel.streamer.tail.EvictedRecords;
import io.dayreel.streamer.tail.FramesConsumers;
import io.dayreel.streamer.tail.PartitionTails;
import io.dayreel.streamer.tail.StreamerTails;
import io.dayreel.streamer.tail.ViewerWakes;
import io.dayreel.streamer.timeline.Timeline;
import io.dayreel.streamer.timeline.TimelineSeeker;
import io.dayreel.streamer.websocket.TailFeedRoute;
import io.dayreel.streamer.websocket.WatchGreeting;
import io.dayreel.streamer.websocket.WatchRoute;
import io.dayreel.tail.TailBudget;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The parts of a streamer that runs, put together. Closed once. The object store is the process's and stays open. */
final class RunningStreamer implements AutoCloseable {
    private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration HEALED_INTERVAL = Duration.ofSeconds(1);
    /** Shorter than quarkus.shutdown.timeout, which closes what is left. */
    private static final Duration HANDOVER_PATIENCE = Duration.ofSeconds(5);

    private static final LogEvents LOG = LogEvents.of(RunningStreamer.class);
    private static final Duration CAUGHT_UP_PATIENCE = Duration.ofSeconds(30);

    private final Reading reading;
    private final PlaybackServices services;
    private final WatchRoute route;
    private final TailFeedRoute feeds;
    private final RunningHls hls;
    private final RunningExports exports;
    private final AtomicBoolean draining = new AtomicBoolean();

    /** What runs besides requests. */
    private record Reading(
            StreamerTails tails,
            Relays relays,
            Healing healing,
            ControlTopicReader<SegmentRecord> announcements,
            ToldAudience audience,
            HealthWatch health) {
        Set<Integer> partitions() {
            return tails.partitions();
        }

        void close() {
            health.close();
            audience.close();
            healing.close();
            announcements.close();
            relays.close();
            tails.close();
        }
    }

    private RunningStreamer(
            Reading reading,
            PlaybackServices services,
            WatchRoute route,
            TailFeedRoute feeds,
            RunningHls hls,
            RunningExports exports) {
        this.exports = exports;
        this.reading = reading;
        this.services = services;
        this.route = route;
        this.feeds = feeds;
        this.hls = hls;
    }

    static RunningStreamer start(StreamerSettings settings, StreamerSurroundings given) {
        given.shared
                .checks()
                .check(
                        List.of(Topic.FRAMES, Topic.SEGMENTS, Topic.REPAIR_WISHES, Topic.CUTS),
                        settings.startPatience());
        try {
            return assemble(settings, given);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "dayreel.streamer.state-directory=" + settings.stateDirectory() + " cannot be used: "
                            + e.getMessage(),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    private static RunningStreamer assemble(StreamerSettings settings, StreamerSurroundings given)
            throws IOException, InterruptedException {
        FramesConsumers consumers = new FramesConsumers(
                given.shared.kafka(),
                given.shared.names(),
                given.shared.instance().id(),
                given.shared.instance().address(),
                settings.sessionTimeout());
        EvictedRecords evicted =
                new EvictedRecords(consumers, settings.evictedMemoryBytes().asLongValue());
        TailBudget budget = budget(settings);
        PartitionTails tails = new PartitionTails(
                own(settings, given).resolve("tails"),
                budget,
                given.shared.checks().partitions(),
                evicted);
        ViewerWakes wakes = new ViewerWakes();
        RecentAnnouncements recent =
                new RecentAnnouncements(settings.announcementMemoryBytes().asLongValue());
        Relays relays = new Relays(
                tails,
                RelayParts.of(consumers, given.tokens, wakes, given.shared.clock()),
                own(settings, given).resolve("relays"),
                budget);
        ControlTopicReader<SegmentRecord> announcements = announcements(settings, given, recent, relays);
        SegmentArchive archive = archive(own(settings, given), settings, given.store);
        Timeline timeline = new Timeline(relays, index(settings, given, recent), archive);
        PlaybackServices services = playback(settings, given, timeline);
        Healing healing = new Healing(wakes, timeline.archive(), relays::partition, HEALED_INTERVAL);
        wakes.show(healing);
        StreamerTails reading = new StreamerTails(
                consumers,
                tails,
                evicted,
                wakes,
                given.shared.clock(),
                given.shared.checks().partitions());
        given.shared.heartbeats().watch(announcements.heartbeat());
        announcements.start().awaitCaughtUp(CAUGHT_UP_PATIENCE);
        reading.heartbeats().forEach(given.shared.heartbeats()::watch);
        reading.start();
        relays.heartbeats().forEach(given.shared.heartbeats()::watch);
        relays.start();
        Condition live = given.shared.conditions().add("streamer-live-end");
        HealthWatch health = new HealthWatch(HEALTH_INTERVAL, () -> tell(live, reading));
        StreamerMeters.register(given.shared.meters(), services, tails, archive.counters());
        WatchRoute route = watchRoute(settings, given, services, wakes);
        long queue = settings.sendQueueBytes().asLongValue();
        return new RunningStreamer(
                new Reading(reading, relays, healing, announcements, ToldAudience.start(given.shared, wakes), health),
                services,
                route,
                new TailFeedRoute(tails, wakes, services.pool(), given.access, queue),
                RunningHls.start(given, services, wakes, ViewParts.of(settings, own(settings, given))),
                RunningExports.start(
                        settings, given, own(settings, given).resolve("clips"), services, archive.counters()));
    }

    private static WatchRoute watchRoute(
            StreamerSettings settings, StreamerSurroundings given, PlaybackServices services, ViewerWakes wakes) {
        return new WatchRoute(
                services,
                new WatchGreeting(services.seeker(), given.shared.clock()),
                wakes,
                given.access,
                new WatchRoute.WatchLimits(
                        settings.maxViewers(), settings.sendQueueBytes().asLongValue()));
    }

    private static void tell(Condition condition, StreamerTails tails) {
        if (tails.isLive()) {
            condition.ok();
        } else {
            condition.broken("the live end of the partitions is not reached");
        }
    }

    /** Several instances on one machine must not clear each other's files. */
    private static Path own(StreamerSettings settings, StreamerSurroundings given) {
        return settings.stateDirectory().resolve(given.shared.instance().id());
    }

    private static TailBudget budget(StreamerSettings settings) {
        return new TailBudget(
                settings.tailFileBytes().asLongValue(),
                settings.partitionTailBytes().asLongValue(),
                settings.tailBytes().asLongValue(),
                settings.partitionMemoryBytes().asLongValue());
    }

    private static ControlTopicReader<SegmentRecord> announcements(
            StreamerSettings settings, StreamerSurroundings given, RecentAnnouncements recent, Relays relays) {
        ControlTopicSource.Start start = new ControlTopicSource.Start.Since(
                given.shared.clock().instant().minus(settings.announcementsSince()));
        return new ControlTopicReader<>(
                given.shared.kafka(),
                "streamer-segments",
                ControlTopicSource.all(given.shared.names().of(Topic.SEGMENTS), SegmentRecord.class, start),
                (source, segment) -> {
                    if (segment instanceof SegmentRecord.Announced announced) {
                        recent.announced(announced);
                        relays.announced(announced);
                    } else if (segment instanceof SegmentRecord.Deleted deleted) {
                        recent.deleted(deleted);
                    }
                });
    }

    private static CachedArchiveIndex index(
            StreamerSettings settings, StreamerSurroundings given, RecentAnnouncements recent) {
        return new CachedArchiveIndex(
                new IndexerDirectory(given.shared.peers(), given.shared.urls().indexer(), settings.indexerTimeout()),
                recent,
                settings.dayIndexMemoryBytes().asLongValue(),
                settings.dayIndexFresh(),
                System::nanoTime);
    }

    private static SegmentArchive archive(Path directory, StreamerSettings settings, ObjectStore store)
            throws IOException {
        ScratchSpace scratch = new ScratchSpace(
                directory.resolve("scratch"), settings.scratchBytes().asLongValue());
        return new SegmentArchive(store, scratch, new ArchiveCounters());
    }

    private static PlaybackServices playback(StreamerSettings settings, StreamerSurroundings given, Timeline timeline) {
        Timer seeks = Timer.builder("dayreel.streamer.seek")
                .description("Time from a seek, or a connection, to its first frame")
                .publishPercentileHistogram()
                .register(given.shared.meters());
        return new PlaybackServices(
                timeline,
                new TimelineSeeker(timeline),
                new PlaybackPool(settings.liveThreads(), settings.pastThreads(), settings.maxViewers() * 2),
                new PlaybackCounters(nanos -> seeks.record(nanos, TimeUnit.NANOSECONDS)),
                given.shared.clock(),
                settings.maxLiveLagBytes().asLongValue());
    }

    WatchRoute route() {
        return route;
    }

    TailFeedRoute feeds() {
        return feeds;
    }

    RunningHls hls() {
        return hls;
    }

    RunningExports exports() {
        return exports;
    }

    PlaybackServices services() {
        return services;
    }

    /**
     * Takes no new viewers, hands its partitions over, and then sends who watches here elsewhere. May be called more than
     * once; who comes second returns at once.
     */
    void drain() {
        if (!draining.compareAndSet(false, true)) {
            return;
        }
        route.refuse();
        Set<Integer> partitions = reading.partitions();
        reading.tails().handOver();
        boolean handedOver = reading.relays().awaitOtherOwners(partitions, HANDOVER_PATIENCE);
        LOG.info("streamer-drained", "partitions", partitions, "handed-over", handedOver);
        feeds.drain();
        route.drain();
    }

    @Override
    public void close() {
        drain();
        hls.close();
        exports.close();
        reading.close();
        services.pool().close();
    }
}
