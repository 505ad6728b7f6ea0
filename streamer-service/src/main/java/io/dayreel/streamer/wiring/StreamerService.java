package io.dayreel.streamer.wiring;

import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.streamer.playback.PlaybackServices;
import io.dayreel.streamer.viewers.ViewerFigures;
import io.dayreel.streamer.websocket.TailFeedRoute;
import io.dayreel.streamer.websocket.WatchRoute;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** The streamer within the application: its start, its routes and its stop. */
@Singleton
public class StreamerService {
    private static final int START_PRIORITY = 1_000;

    private final StreamerSettings settings;
    private final StreamerSurroundings surroundings;
    private final Semaphore downloads;
    private volatile Optional<RunningStreamer> running = Optional.empty();

    StreamerService(StreamerSettings settings, StreamerSurroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
        this.downloads = new Semaphore(settings.maxDownloads());
    }

    void start(@Observes @Priority(START_PRIORITY) StartupEvent event) {
        running = Optional.of(RunningStreamer.start(settings, surroundings));
    }

    void route(@Observes Router router) {
        router.get(WatchRoute.PATH)
                .handler(context -> answer(context, streamer -> streamer.route().connect(context)));
        router.get(TailFeedRoute.PATH)
                .handler(context -> answer(context, streamer -> streamer.feeds().connect(context)));
        PlayerRoutes players = new PlayerRoutes(router, this::answer);
        players.allow(surroundings.hls.corsOrigins());
        players.add();
    }

    private void answer(RoutingContext context, Consumer<RunningStreamer> route) {
        running.ifPresentOrElse(
                route,
                () -> VertxAccess.end(
                        context, Problem.of(503, "starting", "Starting", "the streamer is starting: try again")));
    }

    /** The framework still answers requests, and stops once this returns: then it closes what is open. */
    void drain(@Observes ShutdownDelayInitiatedEvent event) {
        running.ifPresent(RunningStreamer::drain);
    }

    void stop(@Observes ShutdownEvent event) {
        running.ifPresent(RunningStreamer::close);
    }

    /** What playing needs. @throws IllegalStateException before the start */
    public PlaybackServices services() {
        return running.orElseThrow(() -> new IllegalStateException("the streamer is starting"))
                .services();
    }

    /** What clips and thumbnails need. @throws IllegalStateException before the start */
    public RunningExports exports() {
        return running.orElseThrow(() -> new IllegalStateException("the streamer is starting"))
                .exports();
    }

    /** Where players' reports go. @throws IllegalStateException before the start */
    public ViewerFigures viewerFigures() {
        return running.orElseThrow(() -> new IllegalStateException("the streamer is starting"))
                .hls()
                .figures();
    }

    /** One permit for each range of frames that may be downloaded at a time. */
    public Semaphore downloads() {
        return downloads;
    }
}
