package io.dayreel.streamer;

import io.dayreel.access.SharedSecretTokens;
import io.dayreel.contracts.segments.SegmentRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.kafka.ControlTopicReader;
import io.dayreel.runtime.kafka.ControlTopicSource;
import io.dayreel.streamer.archive.ArchiveCounters;
import io.dayreel.streamer.archive.CachedArchiveIndex;
import io.dayreel.streamer.archive.RecentAnnouncements;
import io.dayreel.streamer.archive.ScratchSpace;
import io.dayreel.streamer.archive.SegmentArchive;
import io.dayreel.streamer.healing.Healing;
import io.dayreel.streamer.playback.PlaybackCounters;
import io.dayreel.streamer.playback.PlaybackPool;
import io.dayreel.streamer.playback.PlaybackRequest;
import io.dayreel.streamer.playback.PlaybackServices;
import io.dayreel.streamer.playback.Speed;
import io.dayreel.streamer.playback.StartPoint;
import io.dayreel.streamer.relay.RelayParts;
import io.dayreel.streamer.relay.Relays;
import io.dayreel.streamer.tail.EvictedRecords;
import io.dayreel.streamer.tail.FramesConsumers;
import io.dayreel.streamer.tail.PartitionTails;
import io.dayreel.streamer.tail.StreamerTails;
import io.dayreel.streamer.tail.ViewerWakes;
import io.dayreel.streamer.timeline.Timeline;
import io.dayreel.streamer.timeline.TimelineSeeker;
import io.dayreel.tail.TailBudget;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.Awaitility;

/** A streamer's real parts without its HTTP edge, over a {@link TestCloud}. */
public final class TestStreamer implements AutoCloseable {
    private final PartitionTails tails;
    private final EvictedRecords evicted;
    private final StreamerTails reading;
    private final Relays relays;
    private final Healing healing;
    private final ViewerWakes wakes = new ViewerWakes();
    private final ControlTopicReader<SegmentRecord> announcements;
    private final ArchiveCounters archive = new ArchiveCounters();
    private final PlaybackServices services;

    public TestStreamer(TestCloud cloud) {
        this(cloud, new TailBudget(1 << 20, 64 << 20, 64 << 20, 1 << 20), 64 << 10);
    }

    public TestStreamer(TestCloud cloud, TailBudget budget, long maxLiveLagBytes) {
        this(cloud, budget, maxLiveLagBytes, new byte[32]);
    }

    /** @param sharedSecret what service tokens are signed with */
    public TestStreamer(TestCloud cloud, TailBudget budget, long maxLiveLagBytes, byte[] sharedSecret) {
        try {
            String id = UUID.randomUUID().toString();
            FramesConsumers consumers = new FramesConsumers(
                    cloud.kafka(), cloud.names(), id, URI.create("http://localhost:1"), Duration.ofSeconds(6));
            evicted = new EvictedRecords(consumers, 1 << 20);
            tails = new PartitionTails(cloud.directory().resolve("tails-" + id), budget, TestCloud.PARTITIONS, evicted);
            reading = new StreamerTails(consumers, tails, evicted, wakes, InstantSource.system(), TestCloud.PARTITIONS);
            relays = new Relays(
                    tails,
                    RelayParts.of(
                            consumers,
                            new SharedSecretTokens(sharedSecret, InstantSource.system()),
                            wakes,
                            InstantSource.system()),
                    cloud.directory().resolve("relays-" + id),
                    budget);
            RecentAnnouncements recent = new RecentAnnouncements(8 << 20);
            announcements = new ControlTopicReader<>(
                    cloud.kafka(),
                    "streamer-segments",
                    ControlTopicSource.all(
                            cloud.names().of(Topic.SEGMENTS),
                            SegmentRecord.class,
                            new ControlTopicSource.Start.Since(Instant.EPOCH)),
                    (source, segment) -> {
                        if (segment instanceof SegmentRecord.Announced announced) {
                            recent.announced(announced);
                            relays.announced(announced);
                        } else if (segment instanceof SegmentRecord.Deleted deleted) {
                            recent.deleted(deleted);
                        }
                    });
            CachedArchiveIndex index =
                    new CachedArchiveIndex(cloud, recent, 8 << 20, Duration.ofMinutes(1), System::nanoTime);
            Timeline timeline = new Timeline(
                    relays,
                    index,
                    new SegmentArchive(
                            cloud.store(),
                            new ScratchSpace(cloud.directory().resolve("scratch-" + id), 64 << 20),
                            archive));
            healing = new Healing(wakes, index, relays::partition, Duration.ofMillis(500));
            wakes.show(healing);
            services = new PlaybackServices(
                    timeline,
                    new TimelineSeeker(timeline),
                    new PlaybackPool(2, 4, 100),
                    new PlaybackCounters(nanos -> {}),
                    InstantSource.system(),
                    maxLiveLagBytes);
            announcements.start();
            reading.start();
            relays.start();
        } catch (IOException e) {
            throw new AssertionError("the streamer did not start", e);
        }
    }

    /** Waits until the tails hold everything. */
    public TestStreamer ready() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> reading.isLive() && tails.count() > 0 && tails.fillLag() == 0 && announcements.caughtUp());
        return this;
    }

    /** As at the beginning of a stop. */
    public void handOver() {
        reading.handOver();
    }

    public PartitionTails tails() {
        return tails;
    }

    public ViewerWakes wakes() {
        return wakes;
    }

    public Relays relays() {
        return relays;
    }

    public EvictedRecords evicted() {
        return evicted;
    }

    public ArchiveCounters archive() {
        return archive;
    }

    public PlaybackServices services() {
        return services;
    }

    /** Plays the past as fast as it goes. */
    public TestViewer watch(DeviceId device, String from) {
        return watch(new PlaybackRequest(device, StartPoint.parse(from), Long.MAX_VALUE, Optional.empty(), Speed.MAX));
    }

    public TestViewer watch(PlaybackRequest request) {
        TestViewer viewer = new TestViewer(request, services, wakes);
        viewer.start();
        return viewer;
    }

    /** A viewer that reads nothing, whose socket holds so many bytes. */
    public TestViewer watchUnread(DeviceId device, String from, long maxBytes) {
        PlaybackRequest request =
                new PlaybackRequest(device, StartPoint.parse(from), Long.MAX_VALUE, Optional.empty(), Speed.MAX);
        TestViewer viewer = new TestViewer(request, services, wakes, maxBytes);
        viewer.start();
        return viewer;
    }

    @Override
    public void close() {
        announcements.close();
        healing.close();
        relays.close();
        reading.close();
        services.pool().close();
    }
}
