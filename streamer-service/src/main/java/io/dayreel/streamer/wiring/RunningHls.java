package io.dayreel.streamer.wiring;

import io.dayreel.contracts.cuts.CutRecord;
import io.dayreel.contracts.topics.Topic;
import io.dayreel.runtime.ffmpeg.FfmpegPool;
import io.dayreel.runtime.kafka.ControlTopicReader;
import io.dayreel.runtime.kafka.ControlTopicSource;
import io.dayreel.runtime.kafka.ControlTopicWriter;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.streamer.dash.LiveMpds;
import io.dayreel.streamer.dash.PastMpds;
import io.dayreel.streamer.hls.CutterServices;
import io.dayreel.streamer.hls.LivePlaylists;
import io.dayreel.streamer.hls.LiveStreams;
import io.dayreel.streamer.hls.PastPlaylists;
import io.dayreel.streamer.hls.RecordedNearby;
import io.dayreel.streamer.http.DashLiveRoute;
import io.dayreel.streamer.http.DashPastRoute;
import io.dayreel.streamer.http.LiveRoute;
import io.dayreel.streamer.http.MediaRoute;
import io.dayreel.streamer.http.PastPlaylistRoute;
import io.dayreel.streamer.http.RequestWatch;
import io.dayreel.streamer.http.ViewRoute;
import io.dayreel.streamer.http.Viewers;
import io.dayreel.streamer.media.MediaCounters;
import io.dayreel.streamer.media.MediaObjects;
import io.dayreel.streamer.media.MediaPackager;
import io.dayreel.streamer.media.MediaPool;
import io.dayreel.streamer.playback.PlaybackServices;
import io.dayreel.streamer.tail.ViewerWakes;
import io.dayreel.streamer.timeline.StreamIndex;
import io.dayreel.streamer.viewers.ViewerFigures;
import io.dayreel.streamer.viewers.ViewerSessions;
import io.dayreel.streamer.viewstream.ViewedSegments;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/** HLS of a running streamer: packaging, playlists and their routes. */
final class RunningHls implements AutoCloseable {
    private static final LogEvents LOG = LogEvents.of(RunningHls.class);
    private static final Duration CAUGHT_UP_PATIENCE = Duration.ofSeconds(30);

    private final MediaPool pool;
    private final Cutting cutting;
    private final Routes routes;
    private final Audience audience;
    private final Views views;

    /** The video API and what it owns. */
    private record Views(ViewRoute route, FfmpegPool ffmpeg) {}

    /** What runs besides requests. */
    private record Cutting(LiveStreams streams, ControlTopicReader<CutRecord> reader, ControlTopicWriter writer) {
        void close() {
            streams.close();
            reader.close();
            writer.close();
        }
    }

    /** Where players ask. */
    private record Routes(MediaRoute media, PastPlaylistRoute past, LiveRoute live, RunningDash dash) {}

    /** Who plays, and how they fare. */
    private record Audience(RequestWatch watch, ViewerFigures figures) {}

    private RunningHls(MediaPool pool, Cutting cutting, Routes routes, Audience audience, Views views) {
        this.pool = pool;
        this.cutting = cutting;
        this.routes = routes;
        this.audience = audience;
        this.views = views;
    }

    static RunningHls start(
            StreamerSurroundings given, PlaybackServices services, ViewerWakes wakes, ViewParts viewParts)
            throws IOException, InterruptedException {
        HlsSettings settings = given.hls;
        StreamIndex index = new StreamIndex(services.timeline());
        MediaPool pool = new MediaPool(settings.threads());
        MediaCounters counters = new MediaCounters();
        MediaPackager packager = new MediaPackager(services.timeline(), index, counters);
        MediaObjects objects =
                new MediaObjects(pool, counters, settings.mediaBytes().asLongValue(), (int)
                        settings.maxKeptObject().asLongValue());
        PastPlaylists playlists = new PastPlaylists(
                index,
                services.timeline(),
                given.shared.clock(),
                settings.segment(),
                settings.playlistBytes().asLongValue());
        Viewers viewers = new Viewers(given.access, given.languages);
        ViewedSegments segments = new ViewedSegments(playlists, packager, viewParts.ffmpeg(), viewParts.directory());
        Cutting cutting = cutting(given, services, index, wakes);
        HlsMeters.register(given.shared.meters(), counters, objects, cutting.streams());
        PastPlaylistRoute past = new PastPlaylistRoute(
                viewers, playlists, new RecordedNearby(index), services.seeker(), pool, settings.maxRange());
        InstantSource clock = given.shared.clock();
        PastMpds mpds = new PastMpds(playlists, clock, settings.playlistBytes().asLongValue());
        LiveRoute live =
                new LiveRoute(viewers, new LivePlaylists(cutting.streams()), packager, objects, counters, pool);
        RunningDash dash = new RunningDash(
                new DashPastRoute(given.access, mpds, past, pool),
                new DashLiveRoute(given.access, live, new LiveMpds(clock), pool, clock));
        Routes routes = new Routes(new MediaRoute(given.access, packager, objects, counters), past, live, dash);
        return new RunningHls(
                pool,
                cutting,
                routes,
                audience(given.shared.meters()),
                new Views(new ViewRoute(viewers, segments, index, pool, clock), viewParts.ffmpeg()));
    }

    private static Audience audience(MeterRegistry meters) {
        ViewerSessions sessions = new ViewerSessions(System::nanoTime);
        ViewerFigures figures = new ViewerFigures(meters);
        HlsMeters.viewers(meters, sessions);
        return new Audience(new RequestWatch(meters, sessions, figures), figures);
    }

    private static Cutting cutting(
            StreamerSurroundings given, PlaybackServices services, StreamIndex index, ViewerWakes wakes)
            throws InterruptedException {
        HlsSettings settings = given.hls;
        ControlTopicWriter writer =
                new ControlTopicWriter(given.shared.kafka(), given.shared.names(), "streamer-cuts-out", Duration.ZERO);
        CutterServices cutter = new CutterServices(
                services.timeline(),
                services.seeker(),
                index,
                change -> write(writer, change),
                given.shared.clock(),
                given.shared.instance().id());
        LiveStreams streams = new LiveStreams(
                cutter,
                wakes,
                new LiveStreams.Rules(
                        settings.liveSegment(),
                        settings.part(),
                        settings.window(),
                        settings.longestEvent(),
                        settings.cutThreads()));
        ControlTopicSource.Start since = new ControlTopicSource.Start.Since(
                given.shared.clock().instant().minus(settings.window()));
        ControlTopicReader<CutRecord> reader = new ControlTopicReader<>(
                given.shared.kafka(),
                "streamer-cuts",
                ControlTopicSource.all(given.shared.names().of(Topic.CUTS), CutRecord.class, since),
                (source, change) -> streams.apply(change));
        given.shared.heartbeats().watch(reader.heartbeat());
        reader.start().awaitCaughtUp(CAUGHT_UP_PATIENCE);
        return new Cutting(streams, reader, writer);
    }

    private static void write(ControlTopicWriter writer, CutRecord change) {
        writer.send(Topic.CUTS, change.device().toString(), change).whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("cut-not-written", "device", change.device(), "reason", failure.getMessage());
            }
        });
    }

    LiveRoute live() {
        return routes.live();
    }

    ViewRoute views() {
        return views.route();
    }

    RequestWatch watch() {
        return audience.watch();
    }

    ViewerFigures figures() {
        return audience.figures();
    }

    MediaRoute media() {
        return routes.media();
    }

    PastPlaylistRoute past() {
        return routes.past();
    }

    RunningDash dash() {
        return routes.dash();
    }

    void multivariant(RoutingContext context) {
        if (PastPlaylistRoute.isAskedFor(context)) {
            routes.past().multivariant(context);
        } else {
            routes.live().multivariant(context);
        }
    }

    @Override
    public void close() {
        cutting.close();
        pool.close();
        views.ffmpeg().close();
    }
}
