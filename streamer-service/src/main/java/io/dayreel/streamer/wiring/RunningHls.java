package io.dayreel.streamer.wiring;

import io.dayreel.streamer.hls.PastPlaylists;
import io.dayreel.streamer.hls.RecordedNearby;
import io.dayreel.streamer.http.MediaRoute;
import io.dayreel.streamer.http.PastPlaylistRoute;
import io.dayreel.streamer.media.MediaCounters;
import io.dayreel.streamer.media.MediaObjects;
import io.dayreel.streamer.media.MediaPackager;
import io.dayreel.streamer.media.MediaPool;
import io.dayreel.streamer.playback.PlaybackServices;
import io.dayreel.streamer.timeline.StreamIndex;
import io.vertx.ext.web.RoutingContext;

/** HLS of a running streamer: packaging, playlists and their routes. */
final class RunningHls implements AutoCloseable {
    private final MediaPool pool;
    private final MediaRoute media;
    private final PastPlaylistRoute past;

    private RunningHls(MediaPool pool, MediaRoute media, PastPlaylistRoute past) {
        this.pool = pool;
        this.media = media;
        this.past = past;
    }

    static RunningHls start(StreamerSurroundings given, PlaybackServices services) {
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
                given.shared.clock(),
                settings.segment(),
                settings.playlistBytes().asLongValue());
        return new RunningHls(
                pool,
                new MediaRoute(given.access, packager, objects, counters),
                new PastPlaylistRoute(
                        given.access,
                        playlists,
                        new RecordedNearby(index),
                        services.seeker(),
                        pool,
                        settings.maxRange()));
    }

    MediaRoute media() {
        return media;
    }

    PastPlaylistRoute past() {
        return past;
    }

    void multivariant(RoutingContext context) {
        past.multivariant(context);
    }

    @Override
    public void close() {
        pool.close();
    }
}
