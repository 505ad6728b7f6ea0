package io.dayreel.streamer.http;

import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.streamer.hls.PastPlaylists;
import io.dayreel.streamer.hls.PastPlaylists.Playlist;
import io.dayreel.streamer.hls.PastPlaylists.Range;
import io.dayreel.streamer.hls.RecordedNearby;
import io.dayreel.streamer.media.MediaPool;
import io.dayreel.streamer.rendition.Rendition;
import io.dayreel.streamer.timeline.TimelineSeeker;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Playlists of the past: {@code hls.m3u8?from=&to=} or {@code ?day=}, and the media playlists that it lists. */
public final class PastPlaylistRoute {
    /** Where the media playlists are on the router. */
    public static final String PATH = "/v1/devices/:device/hls/past/:name";

    private static final Pattern NAME = Pattern.compile("([vat][0-9]{1,3})(-iframes)?\\.m3u8");
    private static final String CONSTANT = "private, max-age=86400, immutable";
    private static final String NEWEST = "private, max-age=2";
    private static final long MICROS_PER_SECOND = 1_000_000;

    private final VertxAccess access;
    private final PastPlaylists playlists;
    private final RecordedNearby nearby;
    private final TimelineSeeker seeker;
    private final MediaPool pool;
    private final Duration maxRange;
    private final ViewerLanguages languages;

    /** @param maxRange longest range of one playlist */
    public PastPlaylistRoute(
            Viewers viewers,
            PastPlaylists playlists,
            RecordedNearby nearby,
            TimelineSeeker seeker,
            MediaPool pool,
            Duration maxRange) {
        this.access = viewers.access();
        this.playlists = playlists;
        this.nearby = nearby;
        this.seeker = seeker;
        this.pool = pool;
        this.maxRange = maxRange;
        this.languages = viewers.languages();
    }

    /** Whether a request for {@code hls.m3u8} is for the past. */
    public static boolean isAskedFor(RoutingContext context) {
        HttpServerRequest request = context.request();
        return request.getParam("from") != null || request.getParam("to") != null || request.getParam("day") != null;
    }

    /** Answers a request for the multivariant playlist of a range. */
    public void multivariant(RoutingContext context) {
        WatchedDevice.of(context, access, device -> {
            if (SignedRoute.lead(context)) {
                return;
            }
            Range range = range(context, device);
            ViewerLanguages.Wanted wanted = languages.of(context.request());
            PooledRequest.of(
                    context,
                    pool,
                    () -> playlists.multivariant(range, wanted.wish()).orElseThrow(() -> nothing(range)),
                    playlist -> sendMultivariant(context, range, wanted, playlist));
        });
    }

    /** Answers a request for a media or I-frame playlist. */
    public void media(RoutingContext context) {
        WatchedDevice.of(context, access, device -> {
            if (SignedRoute.lead(context)) {
                return;
            }
            String name = context.pathParam("name");
            Matcher matcher = NAME.matcher(name);
            if (!matcher.matches()) {
                throw ProblemException.notFound("there is no playlist '" + name + "'");
            }
            Rendition rendition = Parameters.required("rendition", matcher.group(1), Rendition::parse);
            Range range = range(context, device);
            boolean pictures = matcher.group(2) != null;
            if (pictures && !rendition.isVideo()) {
                throw ProblemException.notFound("only pictures have an I-frame playlist");
            }
            answer(
                    context,
                    range,
                    name,
                    () -> pictures ? playlists.keyPictures(range, rendition) : playlists.media(range, rendition));
        });
    }

    private void answer(RoutingContext context, Range range, String name, Supplier<Optional<Playlist>> question) {
        PooledRequest.of(
                context,
                pool,
                () -> question.get().orElseThrow(() -> nothing(range)),
                playlist -> send(context, range, name, playlist));
    }

    /** A constant answer is the same for all who ask under its address: that says the languages then. */
    private void sendMultivariant(
            RoutingContext context, Range range, ViewerLanguages.Wanted wanted, Playlist playlist) {
        String asked = context.request().getParam("rev");
        boolean depends = playlist.offersChoice() && !wanted.inAddress();
        if (asked == null) {
            PlaylistAnswer.send(context, playlist.rendered(), NEWEST, depends ? languages.varies() : "");
        } else if (playlist.revision().equals(asked) && !depends) {
            PlaylistAnswer.send(context, playlist.rendered(), CONSTANT);
        } else {
            Redirects.to(
                    context,
                    "hls.m3u8?" + PastPlaylists.query(range) + "&rev=" + playlist.revision()
                            + (playlist.offersChoice()
                                    ? "&lang=" + wanted.wish().text()
                                    : "")
                            + (wanted.wish().captions() ? "&captions=yes" : ""),
                    depends ? languages.varies() : "");
        }
    }

    private static void send(RoutingContext context, Range range, String name, Playlist playlist) {
        String asked = context.request().getParam("rev");
        if (playlist.revision().equals(asked)) {
            PlaylistAnswer.send(context, playlist.rendered(), CONSTANT);
        } else {
            Redirects.to(context, name + "?" + PastPlaylists.query(range) + "&rev=" + playlist.revision());
        }
    }

    private ProblemException nothing(Range range) {
        if (!seeker.awaitKnown(range.device())) {
            return ProblemException.notFound(
                    "there is no device '" + range.device().device() + "'");
        }
        return new ProblemException(Problem.notFound(
                        "nothing was recorded from " + Instant.ofEpochSecond(range.fromMicros() / MICROS_PER_SECOND)
                                + " to " + Instant.ofEpochSecond(range.toMicros() / MICROS_PER_SECOND)
                                + " of this rendition: nearest tells what was")
                .with("nearest", nearby.of(range)));
    }

    private Range range(RoutingContext context, DeviceId device) {
        HttpServerRequest request = context.request();
        Optional<Day> day = Parameters.optional("day", request.getParam("day"), PastPlaylistRoute::day);
        if (day.isPresent()) {
            return new Range(device, day.get().startMicros(), day.get().next().startMicros());
        }
        long from = micros(Parameters.instant("from", request.getParam("from"))
                .orElseThrow(() -> ProblemException.badParameter("from", "from is needed, or day")));
        long to = micros(Parameters.instant("to", request.getParam("to"))
                .orElseThrow(() -> ProblemException.badParameter("to", "to is needed, or day")));
        if (to <= from) {
            throw ProblemException.badParameter("to", "to must be later than from");
        }
        if (to - from > maxRange.toNanos() / 1000) {
            throw ProblemException.badParameter(
                    "to", "a playlist covers at most " + maxRange + ": ask for shorter ranges");
        }
        return new Range(device, from, to);
    }

    /** The last of all days has no end that a request can name. */
    static Day day(String text) {
        Day day = Day.parse(text);
        if (day.equals(Day.LAST)) {
            throw new IllegalArgumentException("the last day of a playlist is the one before " + Day.LAST);
        }
        return day;
    }

    private static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), MICROS_PER_SECOND), time.getNano() / 1000);
    }
}
