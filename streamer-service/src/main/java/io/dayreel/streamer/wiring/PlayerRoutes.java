package io.dayreel.streamer.wiring;

import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.streamer.http.DashLiveRoute;
import io.dayreel.streamer.http.DashPastRoute;
import io.dayreel.streamer.http.LiveRoute;
import io.dayreel.streamer.http.MediaRoute;
import io.dayreel.streamer.http.PastPlaylistRoute;
import io.dayreel.streamer.http.RequestWatch.Kind;
import io.dayreel.streamer.http.SignedRoute;
import io.dayreel.streamer.http.ViewRoute;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The routes of standard players on the router. */
final class PlayerRoutes {
    private static final String MULTIVARIANT = "/v1/devices/:device/hls.m3u8";
    private static final String UNVERSIONED_VIEWS = "/viewstream/*";
    private static final String EVERYTHING = "/v1/*";
    private static final int BEFORE_ALL = -1_000;
    private static final int NO_CONTENT = 204;
    private static final int PREFLIGHT_SECONDS = 86_400;

    private final Router router;
    private final BiConsumer<RoutingContext, Consumer<RunningStreamer>> running;

    /** @param running calls with the running streamer, or answers that it is starting */
    PlayerRoutes(Router router, BiConsumer<RoutingContext, Consumer<RunningStreamer>> running) {
        this.router = router;
        this.running = running;
    }

    void add() {
        router.route(SignedRoute.PATH).handler(SignedRoute::pass);
        get(MULTIVARIANT, Kind.MULTIVARIANT, (hls, context) -> hls.multivariant(context));
        get(LiveRoute.PLAYLIST_PATH, Kind.LIVE_PLAYLIST, (hls, context) -> hls.live()
                .playlist(context));
        get(LiveRoute.PART_PATH, Kind.PART, (hls, context) -> hls.live().part(context));
        get(PastPlaylistRoute.PATH, Kind.PAST_PLAYLIST, (hls, context) -> hls.past()
                .media(context));
        router.get(UNVERSIONED_VIEWS).handler(ViewRoute::addVersion);
        router.head(UNVERSIONED_VIEWS).handler(ViewRoute::addVersion);
        get(ViewRoute.METADATA_PATH, Kind.MULTIVARIANT, (hls, context) -> hls.views()
                .metadata(context));
        get(ViewRoute.PATH, Kind.SEGMENT, (hls, context) -> hls.views().segment(context));
        get(MediaRoute.PATH, Kind.SEGMENT, (hls, context) -> hls.media().answer(context));
        addDash();
    }

    private void addDash() {
        get(DashPastRoute.MPD_PATH, Kind.MPD, (hls, context) -> hls.dash().mpd(context));
        get(DashPastRoute.SEGMENT_PATH, Kind.MPD_SEGMENT, (hls, context) -> hls.dash()
                .past()
                .segment(context));
        get(DashLiveRoute.SEGMENT_PATH, Kind.MPD_SEGMENT, (hls, context) -> hls.dash()
                .live()
                .segment(context));
        router.get(DashLiveRoute.TIME_PATH)
                .handler(context -> running.accept(
                        context, streamer -> streamer.hls().dash().live().time(context)));
        get(DashPastRoute.THUMBNAILS_PATH, Kind.MPD_SEGMENT, (hls, context) -> hls.dash()
                .past()
                .thumbnails(context));
    }

    /**
     * Players on pages of other sites may ask: whoever asks needs a token, and no browser sends one by itself, so that
     * nothing is given away.
     *
     * @param origins of those pages, or {@code *} for all
     */
    void allow(List<String> origins) {
        CorsHandler cors = CorsHandler.create()
                .allowedMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST, HttpMethod.OPTIONS))
                .allowedHeaders(Set.of(
                        "Authorization",
                        "Content-Type",
                        "Range",
                        "If-None-Match",
                        "If-Range",
                        "CMCD-Request",
                        "CMCD-Object",
                        "CMCD-Status",
                        "CMCD-Session"))
                .exposedHeaders(Set.of(
                        "Content-Disposition",
                        "Content-Length",
                        "Content-Range",
                        "Date",
                        "ETag",
                        "Location",
                        "Retry-After",
                        "X-Dayreel-Picture-Time"))
                .maxAgeSeconds(PREFLIGHT_SECONDS);
        origins.forEach(cors::addOrigin);
        router.route(EVERYTHING).order(BEFORE_ALL).handler(cors);
    }

    private void get(String path, Kind kind, BiConsumer<RunningHls, RoutingContext> answer) {
        Handler<RoutingContext> handler = context -> running.accept(context, streamer -> {
            streamer.hls().watch().arrived(context, kind);
            answer.accept(streamer.hls(), context);
        });
        router.get(path).handler(handler);
        router.head(path).handler(handler);
        router.route(path).handler(PlayerRoutes::refuseMethod);
    }

    private static void refuseMethod(RoutingContext context) {
        context.response().putHeader("Allow", "GET, HEAD, OPTIONS");
        if (HttpMethod.OPTIONS.equals(context.request().method())) {
            context.response().setStatusCode(NO_CONTENT).end();
        } else {
            VertxAccess.end(
                    context, Problem.of(405, "method-not-allowed", "Method Not Allowed", "use GET or HEAD here"));
        }
    }
}
