package io.dayreel.streamer.http;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.streamer.dash.LiveMpds;
import io.dayreel.streamer.hls.LivePlaylists.SegmentPlace;
import io.dayreel.streamer.hls.LivePlaylists.Watched;
import io.dayreel.streamer.media.MediaPool;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Live DASH: the manifest, its segments, also while they grow, and the time. */
public final class DashLiveRoute {
    /** Where segments are on the router. */
    public static final String SEGMENT_PATH = "/v1/devices/:device/dash/live/:rendition/:name";

    /** Where the time is on the router. */
    public static final String TIME_PATH = "/v1/time";

    private static final Pattern SEGMENT = Pattern.compile("([0-9]{1,18})-([0-9]{1,15})\\.m4s");
    private static final String CHANGING = "private, no-cache";
    private static final String BRIEFLY = "private, max-age=60";

    private final VertxAccess access;
    private final LiveRoute live;
    private final LiveMpds mpds;
    private final MediaPool pool;
    private final InstantSource clock;

    /** @param live watches streams, and sends their parts */
    public DashLiveRoute(VertxAccess access, LiveRoute live, LiveMpds mpds, MediaPool pool, InstantSource clock) {
        this.access = access;
        this.live = live;
        this.mpds = mpds;
        this.pool = pool;
        this.clock = clock;
    }

    /** Answers a request for the manifest of a live stream. */
    public void mpd(RoutingContext context) {
        WatchedDevice.of(context, access, device -> {
            if (SignedRoute.lead(context)) {
                return;
            }
            Optional<Long> ahead = clock(context);
            live.watched(context, device, watched -> {
                Rendition leader = watched.leader();
                LiveRoute.whenListed(
                        context,
                        watched,
                        leader,
                        watched.firstOfAll(leader),
                        () -> send(context, device, watched, ahead));
            });
        });
    }

    private void send(RoutingContext context, DeviceId device, Watched watched, Optional<Long> ahead) {
        PooledRequest.of(
                context,
                pool,
                () -> mpds.mpd(device, watched, ahead).orElseThrow(DashLiveRoute::notYet),
                mpd -> PlaylistAnswer.send(context, mpd, CHANGING, DashPastRoute.TYPE));
    }

    /** The number of {@code Location} that a player asks with once it has begun. */
    static Optional<Long> clock(RoutingContext context) {
        return Parameters.optional("clock", context.request().getParam("clock"), DashLiveRoute::millis);
    }

    private static long millis(String text) {
        long millis = Long.parseLong(text);
        if (Math.abs(millis) > LiveMpds.MAX_AHEAD_MILLIS) {
            throw new IllegalArgumentException("clock is what Location says in dash.mpd, not '" + text + "'");
        }
        return millis;
    }

    private static ProblemException notYet() {
        return new ProblemException(Problem.of(
                503, "not-there-yet", "Not there yet", "nothing of this stream can be played yet: try again"));
    }

    /** Answers a request for a segment: a whole one has another address, one that grows is sent as it does. */
    public void segment(RoutingContext context) {
        WatchedDevice.of(context, access, device -> {
            if (SignedRoute.lead(context)) {
                return;
            }
            Rendition rendition = Parameters.required("rendition", context.pathParam("rendition"), Rendition::parse);
            Matcher name = SEGMENT.matcher(context.pathParam("name"));
            if (!name.matches()) {
                throw noSegment();
            }
            long line = Long.parseLong(name.group(1));
            long startMillis = Long.parseLong(name.group(2));
            live.watched(context, device, watched -> {
                LiveRoute.requireRendition(watched, rendition);
                if (watched.line() != line) {
                    throw ProblemException.notFound("this live stream is over: load dash.mpd anew");
                }
                SegmentPlace place = watched.segmentAt(rendition, startMillis).orElseThrow(DashLiveRoute::noSegment);
                place.whole()
                        .ifPresentOrElse(
                                span -> Redirects.to(
                                        context,
                                        "../../../media/"
                                                + address(watched, rendition, place.msn(), span)
                                                        .path(),
                                        BRIEFLY),
                                () -> new GrowingAnswer(context, live, watched, rendition, place.msn()).begin(device));
            });
        });
    }

    private static MediaAddress address(Watched watched, Rendition rendition, long msn, CutSpan span) {
        return rendition.isText()
                ? watched.text(rendition, msn)
                        .map(text -> text.in(MediaAddress.Text.Form.MP4))
                        .orElseThrow(DashLiveRoute::noSegment)
                : MediaAddress.of(rendition, span);
    }

    private static ProblemException noSegment() {
        return ProblemException.notFound("no such segment is listed (any more): load dash.mpd anew");
    }

    /** Says what time it is (ISO/IEC 23009-1, 5.8.4.11); needs no token, as the header Date of every answer. */
    public void time(RoutingContext context) {
        context.response()
                .putHeader("Content-Type", "text/plain")
                .putHeader("Cache-Control", "no-store")
                .end(clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
    }
}
