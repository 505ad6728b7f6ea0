package io.dayreel.streamer.wiring;

import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.runtime.health.Condition;
import io.dayreel.runtime.kafka.ControlTopicReader;
import io.dayreel.runtime.kafka.ControlTopicSource;
import io.dayreel.store.ObjectStore;
import io.dayreel.streamer.archive.ArchiveCounters;
import io.dayreel.streamer.archive.CachedArchiveIndex;
import io.dayreel.streamer.archive.IndexerDirectory;
import io.dayreel.streamer.archive.RecentAnnouncements;
import io.dayreel.streamer.archive.ScratchSpace;
import io.dayreel.streamer.archive.SegmentArchive;
import io.dayreel.streamer.playback.PlaybackCounters;
import io.dayreel.streamer.playback.PlaybackPool;
import io.dayreel.streamer.playback.PlaybackServices;
import io.dayreel.streamer.tail.EvictedRecords;
import io.dayreel.streamer.tail.FramesConsumers;
import io.dayreel.streamer.tail.PartitionTails;
import io.dayreel.streamer.tail.StreamerTails;
import io.dayreel.streamer.tail.ViewerWakes;
import io.dayreel.streamer.timeline.Timeline;
import io.dayreel.streamer.timeline.TimelineSeeker;
import io.dayreel.streamer.websocket.WatchGreeting;
import io.dayreel.streamer.websocket.WatchRoute;
import io.dayreel.tail.TailBudget;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The parts of a streamer that runs, put together. Closed once. The object store is the process's and stays open. */
final class RunningStreamer implements AutoCloseable {
    private static final Duration HEALTH_INTERVAL = Duration.ofSeconds(1);
    private static final Duration CAUGHT_UP_PATIENCE = Duration.ofSeconds(30);

    private final StreamerTails tails;
    private final ControlTopicReader<SegmentRecord> announcements;
    private final PlaybackServices services;
    private final WatchRoute route;
    private final HealthWatch health;

    private RunningStreamer(
            StreamerTails tails,
            ControlTopicReader<SegmentRecord> announcements,
            PlaybackServices services,
            WatchRoute route,
            HealthWatch health) {
        this.tails = tails;
        this.announcements = announcements;
        this.services = services;
        this.route = route;
        this.health = health;
    }

    static RunningStreamer start(StreamerSettings settings, StreamerSurroundings given) {
        given.checks.check(List.of(Topic.FRAMES, Topic.SEGMENTS), settings.startPatience());
        try {
            return assemble(settings, given);
        } catch (IOException e) {
            throw new IllegalStateException(
                    "dayreel.streamer.directory=" + settings.directory() + " cannot be used: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
    }

    private static RunningStreamer assemble(StreamerSettings settings, StreamerSurroundings given)
            throws IOException, InterruptedException {
        FramesConsumers consumers = new FramesConsumers(
                given.kafka,
                given.names,
                given.instance().id(),
                given.instance().address(),
                settings.sessionTimeout());
        EvictedRecords evicted =
                new EvictedRecords(consumers, settings.evictedMemoryBytes().asLongValue());
        PartitionTails tails = new PartitionTails(
                own(settings, given).resolve("tails"), budget(settings), given.checks.partitions(), evicted);
        ViewerWakes wakes = new ViewerWakes();
        RecentAnnouncements recent =
                new RecentAnnouncements(settings.announcementMemoryBytes().asLongValue());
        ControlTopicReader<SegmentRecord> announcements = announcements(settings, given, recent, tails);
        SegmentArchive archive = archive(own(settings, given), settings, given.store());
        Timeline timeline = new Timeline(tails, index(settings, given, recent), archive);
        PlaybackServices services = playback(settings, given, timeline);
        StreamerTails reading =
                new StreamerTails(consumers, tails, evicted, wakes, given.clock, given.checks.partitions());
        announcements.start().awaitCaughtUp(CAUGHT_UP_PATIENCE);
        reading.start();
        Condition live = given.conditions().add("streamer-live-end");
        HealthWatch health = new HealthWatch(HEALTH_INTERVAL, () -> tell(live, reading));
        StreamerMeters.register(given.meters(), services, tails, archive.counters());
        WatchRoute route = new WatchRoute(
                services,
                new WatchGreeting(services.seeker(), given.clock),
                wakes,
                given.access(),
                new WatchRoute.WatchLimits(
                        settings.maxViewers(), settings.sendQueueBytes().asLongValue()));
        return new RunningStreamer(reading, announcements, services, route, health);
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
        return settings.directory().resolve(given.instance().id());
    }

    private static TailBudget budget(StreamerSettings settings) {
        return new TailBudget(
                settings.tailFileBytes().asLongValue(),
                settings.partitionTailBytes().asLongValue(),
                settings.tailBytes().asLongValue(),
                settings.partitionMemoryBytes().asLongValue());
    }

    private static ControlTopicReader<SegmentRecord> announcements(
            StreamerSettings settings, StreamerSurroundings given, RecentAnnouncements recent, PartitionTails tails) {
        ControlTopicSource.Start start =
                new ControlTopicSource.Start.Since(given.clock.instant().minus(settings.announcementsSince()));
        return new ControlTopicReader<>(
                given.kafka,
                "streamer-segments",
                ControlTopicSource.all(given.names.of(Topic.SEGMENTS), SegmentRecord.class, start),
                (source, segment) -> {
                    if (segment instanceof SegmentRecord.Announced announced) {
                        recent.announced(announced);
                        tails.announced(announced);
                    } else if (segment instanceof SegmentRecord.Deleted deleted) {
                        recent.deleted(deleted);
                    }
                });
    }

    private static CachedArchiveIndex index(
            StreamerSettings settings, StreamerSurroundings given, RecentAnnouncements recent) {
        return new CachedArchiveIndex(
                new IndexerDirectory(given.peers(), given.urls().indexer(), settings.indexerTimeout()),
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
                .register(given.meters());
        return new PlaybackServices(
                timeline,
                new TimelineSeeker(timeline),
                new PlaybackPool(settings.liveThreads(), settings.pastThreads(), settings.maxViewers() * 2),
                new PlaybackCounters(nanos -> seeks.record(nanos, TimeUnit.NANOSECONDS)),
                given.clock,
                settings.maxLiveLagBytes().asLongValue());
    }

    WatchRoute route() {
        return route;
    }

    PlaybackServices services() {
        return services;
    }

    @Override
    public void close() {
        route.drain();
        health.close();
        announcements.close();
        tails.close();
        services.pool().close();
    }
}
