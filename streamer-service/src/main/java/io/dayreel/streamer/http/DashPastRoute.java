package io.dayreel.streamer.http;

import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.streamer.dash.PastMpds;
import io.dayreel.streamer.dash.PastMpds.Place;
import io.dayreel.streamer.dash.PastMpds.Wanted;
import io.dayreel.streamer.dash.TileSheets;
import io.dayreel.streamer.hls.PastPlaylists;
import io.dayreel.streamer.hls.PastPlaylists.Playlist;
import io.dayreel.streamer.hls.PastPlaylists.Range;
import io.dayreel.streamer.media.MediaPool;
import io.dayreel.streamer.rendition.Rendition;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** DASH manifests of the past: {@code dash.mpd?from=&to=} or {@code ?day=}, and what their addresses lead to. */
public final class DashPastRoute {
    /** Where manifests are on the router, live ones too. */
    public static final String MPD_PATH = "/v1/devices/:device/dash.mpd";

    /** Where segments are that are named by their times. */
    public static final String SEGMENT_PATH = "/v1/devices/:device/dash/past/:rendition/:name";

    /** Where sheets of thumbnails are. */
    public static final String THUMBNAILS_PATH = "/v1/devices/:device/dash/thumbnails/:sheets/:name";

    static final String TYPE = "application/dash+xml";
    private static final Pattern SEGMENT = Pattern.compile("([0-9]{1,6})-([0-9]{1,15})\\.m4s");
    private static final Pattern SHEETS = Pattern.compile("([0-9]{1,15})-([0-9]{1,9})");
    private static final Pattern SHEET = Pattern.compile("([0-9]{1,6})\\.jpg");

    private final VertxAccess access;
    private final PastMpds mpds;
    private final PastPlaylistRoute ranges;
    private final MediaPool pool;

    /** @param ranges reads what is asked for as playlists of the past do */
    public DashPastRoute(VertxAccess access, PastMpds mpds, PastPlaylistRoute ranges, MediaPool pool) {
        this.access = access;
        this.mpds = mpds;
        this.ranges = ranges;
        this.pool = pool;
    }

    /** Answers a request for the manifest of a range. */
    public void mpd(RoutingContext context) {
        WatchedDevice.of(context, access, device -> {
            if (SignedRoute.lead(context)) {
                return;
            }
            Range range = ranges.range(context, device);
            Optional<Long> zero = DashLiveRoute.clock(context);
            PooledRequest.of(
                    context,
                    pool,
                    () -> mpds.mpd(range, zero).orElseThrow(() -> ranges.nothing(range)),
                    mpd -> send(context, range, mpd));
        });
    }

    private static void send(RoutingContext context, Range range, Playlist mpd) {
        String asked = context.request().getParam("rev");
        if (asked == null || mpd.grows() || mpd.revision().equals(asked)) {
            String caches = asked == null || mpd.grows() ? PastPlaylistRoute.NEWEST : PastPlaylistRoute.CONSTANT;
            PlaylistAnswer.send(context, mpd.rendered(), new PlaylistAnswer.Form(TYPE, caches, ""));
        } else {
            Redirects.to(context, "dash.mpd?" + PastPlaylists.query(range) + "&rev=" + mpd.revision());
        }
    }

    /** Leads to the address of a segment whose content never changes. */
    public void segment(RoutingContext context) {
        WatchedDevice.of(context, access, device -> {
            if (SignedRoute.lead(context)) {
                return;
            }
            Wanted wanted = wanted(context, device);
            String revision = Parameters.required("rev", context.request().getParam("rev"), Function.identity());
            PooledRequest.of(
                    context,
                    pool,
                    () -> mpds.segment(wanted, revision).orElseThrow(DashPastRoute::noSegment),
                    place -> send(context, place));
        });
    }

    private Wanted wanted(RoutingContext context, DeviceId device) {
        Rendition rendition = Parameters.required("rendition", context.pathParam("rendition"), Rendition::parse);
        Matcher name = matched(SEGMENT, context.pathParam("name"));
        return new Wanted(
                ranges.range(context, device),
                rendition,
                Integer.parseInt(name.group(1)),
                Long.parseLong(name.group(2)));
    }

    private static void send(RoutingContext context, Place place) {
        String caches = place.exact() ? PastPlaylistRoute.CONSTANT : "no-cache";
        Redirects.toFor(context, "../../../media/" + place.path(), caches);
    }

    private static ProblemException noSegment() {
        return ProblemException.notFound("nothing is listed at this time: load dash.mpd anew");
    }

    /** Leads to the strip of thumbnails that is a sheet. */
    public void thumbnails(RoutingContext context) {
        WatchedDevice.of(context, access, device -> {
            if (SignedRoute.lead(context)) {
                return;
            }
            Matcher sheets = matched(SHEETS, context.pathParam("sheets"));
            Matcher sheet = matched(SHEET, context.pathParam("name"));
            String query = TileSheets.query(
                    Long.parseLong(sheets.group(1)), Long.parseLong(sheets.group(2)), Long.parseLong(sheet.group(1)));
            PooledRequest.of(
                    context,
                    pool,
                    () -> {
                        ranges.requireKnown(device);
                        return "../../../thumbnails.jpg?" + query;
                    },
                    address -> Redirects.toFor(context, address, PastPlaylistRoute.CONSTANT));
        });
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw ProblemException.notFound("there is no '" + text + "' here");
        }
        return matcher;
    }
}
