package io.dayreel.streamer.http;

import io.dayreel.contracts.cuts.CutSpan;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.http.VertxAccess;
import io.dayreel.streamer.hls.LivePlaylists;
import io.dayreel.streamer.hls.LivePlaylists.Wanted;
import io.dayreel.streamer.hls.LivePlaylists.Watched;
import io.dayreel.streamer.media.Fragments;
import io.dayreel.streamer.media.MediaCounters;
import io.dayreel.streamer.media.MediaObjects;
import io.dayreel.streamer.media.MediaPackager;
import io.dayreel.streamer.media.MediaPool;
import io.dayreel.streamer.rendition.MediaAddress;
import io.dayreel.streamer.rendition.Rendition;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Live HLS: the multivariant playlist, media playlists that wait for what is asked for, and their parts. */
public final class LiveRoute {
    /** Where media playlists are on the router. */
    public static final String PLAYLIST_PATH = "/v1/devices/:device/hls/live/:name";

    /** Where parts are on the router. */
    public static final String PART_PATH = "/v1/devices/:device/hls/live/:rendition/:name";

    private static final Pattern PLAYLIST = Pattern.compile("([vat][0-9]{1,3})\\.m3u8");
    private static final Pattern PART = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})-([0-9]{1,6})\\.(m4s|vtt)");
    private static final int MAX_PART = 999_999;
    private static final String CHANGING = "private, no-cache";
    private static final String BRIEFLY = "private, max-age=60";

    private final VertxAccess access;
    private final LivePlaylists playlists;
    private final MediaPackager packager;
    private final MediaObjects objects;
    private final MediaCounters counters;
    private final MediaPool pool;
    private final ViewerLanguages languages;

    public LiveRoute(
            Viewers viewers,
            LivePlaylists playlists,
            MediaPackager packager,
            MediaObjects objects,
            MediaCounters counters,
            MediaPool pool) {
        this.access = viewers.access();
        this.playlists = playlists;
        this.packager = packager;
        this.objects = objects;
        this.counters = counters;
        this.pool = pool;
        this.languages = viewers.languages();
    }

    /** Answers a request for the multivariant playlist. */
    public void multivariant(RoutingContext context) {
        WatchedDevice.of(context, access, device -> {
            if (SignedRoute.lead(context)) {
                return;
            }
            ViewerLanguages.Wanted wanted = languages.of(context.request());
            String query = isEvent(context) ? "?playlist=event" : "";
            PooledRequest.of(
                    context,
                    pool,
                    () -> begun(device).multivariant(query, wanted.wish()),
                    playlist -> PlaylistAnswer.send(
                            context,
                            playlist.rendered(),
                            CHANGING,
                            playlist.offersChoice() && !wanted.inAddress() ? languages.varies() : ""));
        });
    }

    private static boolean isEvent(RoutingContext context) {
        return Parameters.optional("playlist", context.request().getParam("playlist"), text -> {
                    if (!text.equals("event")) {
                        throw new IllegalArgumentException("playlist is event, or left out, not '" + text + "'");
                    }
                    return text;
                })
                .isPresent();
    }

    /** Answers a request for a media playlist, when what it waits for is there. */
    public void playlist(RoutingContext context) {
        WatchedDevice.of(context, access, device -> {
            if (SignedRoute.lead(context)) {
                return;
            }
            Matcher name = PLAYLIST.matcher(context.pathParam("name"));
            if (!name.matches()) {
                throw ProblemException.notFound("there is no playlist '" + context.pathParam("name") + "'");
            }
            Rendition rendition = Parameters.required("rendition", name.group(1), Rendition::parse);
            Optional<Wanted> wanted = wanted(context.request());
            watched(context, device, watched -> {
                requireRendition(watched, rendition);
                wanted.ifPresent(place -> requireNear(watched, rendition, place));
                Optional<Wanted> awaited = wanted.or(() -> watched.firstOfAll(rendition));
                whenListed(context, watched, rendition, awaited, () -> send(context, watched, rendition));
            });
        });
    }

    private void send(RoutingContext context, Watched watched, Rendition rendition) {
        String from = context.request().getParam("first");
        if (isEvent(context) && from == null) {
            Redirects.to(context, rendition + ".m3u8?playlist=event&first=" + watched.oldest(rendition));
            return;
        }
        Optional<Long> first =
                isEvent(context) ? Parameters.optional("first", from, Long::parseLong) : Optional.empty();
        if (first.isPresent() && first.get() < watched.oldest(rendition)) {
            throw new ProblemException(Problem.of(
                    410,
                    "event-too-long",
                    "Event too long",
                    "the playlist reaches further back than is kept: load hls.m3u8?playlist=event anew"));
        }
        PlaylistAnswer.send(
                context, watched.playlist(rendition, context.request().getParam("_HLS_skip"), first), CHANGING);
    }

    private static Optional<Wanted> wanted(HttpServerRequest request) {
        Optional<Long> msn = Parameters.optional("_HLS_msn", request.getParam("_HLS_msn"), LiveRoute::natural);
        Optional<Integer> part = Parameters.optional("_HLS_part", request.getParam("_HLS_part"), LiveRoute::partNumber);
        Parameters.optional("_HLS_skip", request.getParam("_HLS_skip"), text -> {
            if (!text.equals("YES") && !text.equals("v2")) {
                throw new IllegalArgumentException("_HLS_skip is YES or v2, not '" + text + "'");
            }
            return text;
        });
        if (part.isPresent() && msn.isEmpty()) {
            throw ProblemException.badParameter("_HLS_part", "_HLS_part needs _HLS_msn");
        }
        return msn.map(number -> new Wanted(number, part.orElse(-1)));
    }

    static int partNumber(String text) {
        long number = natural(text);
        if (number > MAX_PART) {
            throw new IllegalArgumentException("a part's number is at most " + MAX_PART + ", not '" + text + "'");
        }
        return (int) number;
    }

    private static long natural(String text) {
        long number = Long.parseLong(text);
        if (number < 0) {
            throw new IllegalArgumentException("a decimal integer is needed, not '" + text + "'");
        }
        return number;
    }

    private static void requireNear(Watched watched, Rendition rendition, Wanted wanted) {
        if (watched.isTooFarAhead(rendition, wanted)) {
            throw ProblemException.badParameter(
                    "_HLS_msn", "segment " + wanted.msn() + " is too far ahead: load the playlist without _HLS_msn");
        }
    }

    static void requireRendition(Watched watched, Rendition rendition) {
        if (!watched.has(rendition)) {
            throw ProblemException.notFound("the live stream has no " + rendition);
        }
    }

    /** Answers a request for a part, when it is there. */
    public void part(RoutingContext context) {
        WatchedDevice.of(context, access, device -> {
            Rendition rendition = Parameters.required("rendition", context.pathParam("rendition"), Rendition::parse);
            Matcher name = PART.matcher(context.pathParam("name"));
            boolean webVtt = name.matches() && name.group(4).equals("vtt");
            if (!name.matches() || webVtt && !rendition.isText()) {
                throw ProblemException.notFound("there is no part '" + context.pathParam("name") + "'");
            }
            long line = Long.parseLong(name.group(1));
            Wanted wanted = new Wanted(Long.parseLong(name.group(2)), Integer.parseInt(name.group(3)));
            watched(context, device, watched -> {
                requireRendition(watched, rendition);
                if (watched.line() != line) {
                    throw ProblemException.notFound("this live stream is over: load hls.m3u8 anew");
                }
                Optional<CutSpan> there = watched.part(rendition, wanted);
                if (there.isPresent()) {
                    sendPart(context, device, watched, rendition, wanted);
                } else if (watched.mayCome(rendition, wanted)) {
                    whenListed(
                            context,
                            watched,
                            rendition,
                            Optional.of(wanted),
                            () -> sendPart(context, device, watched, rendition, wanted));
                } else {
                    throw noPart();
                }
            });
        });
    }

    /**
     * Gives a part to a receiver, in MP4.
     *
     * @return false if it is not listed (any more)
     */
    boolean part(DeviceId device, Watched watched, Rendition rendition, Wanted wanted, MediaObjects.Receiver target) {
        String name = watched.line() + "-" + wanted.msn() + "-" + wanted.part() + ".m4s";
        String key = device + "/v1/devices/" + device.device() + "/hls/live/" + rendition + "/" + name;
        Optional<Supplier<Fragments>> source = rendition.isText()
                ? watched.text(rendition, wanted)
                        .map(text -> text.in(MediaAddress.Text.Form.MP4))
                        .map(text -> () -> packager.open(device, text))
                : watched.part(rendition, wanted).map(span -> () -> packager.open(device, rendition, span));
        source.ifPresent(made -> objects.get(key, made, target));
        return source.isPresent();
    }

    MediaCounters counters() {
        return counters;
    }

    private static ProblemException noPart() {
        return ProblemException.notFound("there is no such part (any more): its segment has another address");
    }

    private void sendPart(
            RoutingContext context, DeviceId device, Watched watched, Rendition rendition, Wanted wanted) {
        String key = device + context.request().path();
        if (rendition.isText()) {
            MediaAddress.Text.Form form =
                    key.endsWith(".vtt") ? MediaAddress.Text.Form.WEB_VTT : MediaAddress.Text.Form.MP4;
            MediaAddress.Text text = watched.text(rendition, wanted)
                    .orElseThrow(LiveRoute::noPart)
                    .in(form);
            objects.get(key, () -> packager.open(device, text), part(context, key, MediaRoute.type(text)));
            return;
        }
        CutSpan span = watched.part(rendition, wanted)
                .filter(found -> found.kind() != CutSpan.Kind.GAP)
                .orElseThrow(LiveRoute::noPart);
        objects.get(key, () -> packager.open(device, rendition, span), part(context, key, MediaRoute.type(rendition)));
    }

    private MediaAnswer part(RoutingContext context, String key, String type) {
        return new MediaAnswer(
                context, counters, new MediaAnswer.Headers(type, BRIEFLY, MediaRoute.etag(key), "../../../media/"));
    }

    /** What is to be done then. */
    interface Step {
        void run();
    }

    /** Goes on, on the request's event loop, when a place is listed, at once if none is named. */
    static void whenListed(
            RoutingContext context, Watched watched, Rendition rendition, Optional<Wanted> wanted, Step send) {
        if (wanted.isEmpty()) {
            send.run();
            return;
        }
        var listed = watched.listed(rendition, wanted.get());
        if (listed.isDone() && !listed.isCompletedExceptionally()) {
            send.run();
            return;
        }
        Context loop = Vertx.currentContext();
        context.response().closeHandler(gone -> listed.cancel(false));
        listed.whenComplete((there, failure) -> loop.runOnContext(ignored -> {
            if (context.response().closed() || context.response().ended()) {
                return;
            }
            try {
                if (failure != null) {
                    throw new ProblemException(Problem.of(
                            503,
                            "not-there-yet",
                            "Not there yet",
                            "the device sent nothing for three target durations: try again"));
                }
                send.run();
            } catch (ProblemException e) {
                VertxAccess.fail(context, e);
            }
        }));
    }

    /** Calls on the request's event loop, at once if the stream is being watched already. */
    void watched(RoutingContext context, DeviceId device, Consumer<Watched> work) {
        Optional<Watched> known = playlists.known(device);
        if (known.isPresent()) {
            work.accept(known.get());
            return;
        }
        PooledRequest.of(context, pool, () -> begun(device), work);
    }

    private Watched begun(DeviceId device) {
        return playlists
                .watch(device)
                .orElseThrow(() -> ProblemException.notFound(
                        "there is no device '" + device.device() + "', or it never sent pictures or sound"));
    }
}
