package io.dayreel.streamer.http;

import io.dayreel.protocol.stream.CaptureTime;
import io.dayreel.protocol.stream.Day;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.runtime.log.LogEvents;
import io.dayreel.streamer.hls.PastPlaylists.Range;
import io.dayreel.streamer.media.MediaPool;
import io.dayreel.streamer.timeline.RecordedRange;
import io.dayreel.streamer.timeline.StreamIndex;
import io.dayreel.streamer.viewstream.ViewException;
import io.dayreel.streamer.viewstream.ViewFormat;
import io.dayreel.streamer.viewstream.ViewRequest;
import io.dayreel.streamer.viewstream.ViewedSegment;
import io.dayreel.streamer.viewstream.ViewedSegments;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The video API: {@code /v1/viewstream/{videoId}?timestamp=&format=&resolution=&lang=}, one segment that stands alone, and
 * {@code /v1/viewstream/metadata/{videoId}}, which leads to the multivariant playlist. A camera's name is an id too.
 */
public final class ViewRoute {
    /** Where segments are on the router. */
    public static final String PATH = "/v1/viewstream/:device";

    /** Where playlists are. */
    public static final String METADATA_PATH = "/v1/viewstream/metadata/:device";

    private static final LogEvents LOG = LogEvents.of(ViewRoute.class);
    private static final Pattern RESOLUTION = Pattern.compile("(?:[0-9]{1,5}x)?([0-9]{2,5})p?");
    private static final int MICROS_DIGITS = 6;
    private static final int NOT_MODIFIED = 304;

    /** So far around a time a camera's segment may reach. */
    private static final long AROUND_MICROS = 120_000_000;

    /** Longer than the longest segment of a live line takes to be whole. */
    private static final long GROWING_MILLIS = 15_000;

    private static final long GROWING_NANOS = TimeUnit.MILLISECONDS.toNanos(GROWING_MILLIS);

    /** A viewer's clock may be ahead. */
    private static final long AHEAD_MILLIS = 2_000;

    private static final long LOOK_MILLIS = 250;
    private static final int MAX_WAITING = 1_000;

    /** @param growing whether a segment that is not there may be soon */
    private record Look(Optional<ViewedSegment> segment, boolean growing) {}

    private final Viewers viewers;
    private final ViewedSegments segments;
    private final StreamIndex index;
    private final MediaPool pool;
    private final InstantSource clock;
    private final AtomicInteger waiting = new AtomicInteger();

    public ViewRoute(Viewers viewers, ViewedSegments segments, StreamIndex index, MediaPool pool, InstantSource clock) {
        this.clock = clock;
        this.viewers = viewers;
        this.segments = segments;
        this.index = index;
        this.pool = pool;
    }

    /** Without the version of the API, as its users know it: leads to where it has one. */
    public static void addVersion(RoutingContext context) {
        Redirects.to(context, "/v1" + context.request().uri());
    }

    /** Leads to the multivariant playlist; what else is asked for goes with it. */
    public void metadata(RoutingContext context) {
        WatchedDevice.of(context, viewers.access(), device -> {
            if (SignedRoute.lead(context)) {
                return;
            }
            PooledRequest.of(context, pool, () -> isVideo(device), video -> {
                String query = context.request().query() == null
                        ? ""
                        : context.request().query();
                boolean day = video && context.request().getParam("day") == null;
                String all = (day ? "day=" + Day.VIDEO + (query.isEmpty() ? "" : "&") : "") + query;
                Redirects.to(
                        context, "../../devices/" + device.device() + "/hls.m3u8" + (all.isEmpty() ? "" : "?" + all));
            });
        });
    }

    private boolean isVideo(DeviceId device) {
        return index.days(device).contains(Day.VIDEO);
    }

    /** Answers with a segment. */
    public void segment(RoutingContext context) {
        WatchedDevice.of(context, viewers.access(), device -> {
            ViewRequest asked = asked(context.request(), device);
            answer(context, asked, System.nanoTime() + GROWING_NANOS);
        });
    }

    /** A segment that still grows is answered once it is whole, as a playlist is that is asked for ahead of time. */
    private void answer(RoutingContext context, ViewRequest asked, long deadlineNanos) {
        PooledRequest.of(context, pool, () -> look(asked), look -> {
            if (look.segment.isPresent()) {
                send(context, asked, look.segment.get());
            } else if (look.growing && System.nanoTime() < deadlineNanos) {
                awaitMore(context, asked, deadlineNanos);
            } else {
                throw new ProblemException(Problem.notFound("nothing was recorded at that time"));
            }
        });
    }

    private void awaitMore(RoutingContext context, ViewRequest asked, long deadlineNanos) {
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            throw new ProblemException(
                    Problem.of(503, "not-now", "Not now", "too many wait for segments that still grow: try again"));
        }
        context.vertx().setTimer(LOOK_MILLIS, later -> {
            waiting.decrementAndGet();
            if (!context.response().closed()) {
                answer(context, asked, deadlineNanos);
            }
        });
    }

    /** Whether frames of a camera's last seconds are asked for, and the camera sends. */
    private boolean isGrowing(ViewRequest asked) {
        long now = clock.millis();
        long askedMillis = asked.micros() / 1000;
        return askedMillis <= now + AHEAD_MILLIS
                && askedMillis >= now - GROWING_MILLIS
                && index.lastReceivedMillis(asked.range().device())
                        .filter(last -> last >= now - GROWING_MILLIS)
                        .isPresent();
    }

    private ViewRequest asked(HttpServerRequest request, DeviceId device) {
        ViewFormat format = Parameters.optional("format", request.getParam("format"), ViewFormat::parse)
                .orElse(ViewFormat.MP4);
        OptionalInt height = Parameters.optional("resolution", request.getParam("resolution"), ViewRoute::height)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
        long micros = Parameters.required("timestamp", request.getParam("timestamp"), ViewRoute::micros);
        Range range = isOfVideo(micros)
                ? Range.ofVideo(device)
                : new Range(device, micros - AROUND_MICROS, micros + AROUND_MICROS);
        return new ViewRequest(
                range, micros, format, height, viewers.languages().of(request).wish());
    }

    private static boolean isOfVideo(long micros) {
        return micros < RecordedRange.VIDEO_END;
    }

    /** Seconds of a video, or the time of a recording. */
    private static long micros(String text) {
        if (text.endsWith("Z")) {
            return ChronoUnit.MICROS.between(Instant.EPOCH, CaptureTime.parse(text));
        }
        try {
            long micros = new BigDecimal(text).movePointRight(MICROS_DIGITS).longValue();
            if (micros >= 0 && isOfVideo(micros)) {
                return micros;
            }
        } catch (NumberFormatException e) {
            throw badTime(text);
        }
        throw badTime(text);
    }

    private static IllegalArgumentException badTime(String text) {
        return new IllegalArgumentException(
                "a timestamp is seconds from the beginning of a video, like 12.5, or a time like 2026-11-21T10:00:00Z, not '"
                        + text + "'");
    }

    private static int height(String text) {
        Matcher matcher = RESOLUTION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a resolution is written 720p, 720 or 1280x720, not '" + text + "'");
        }
        return Integer.parseInt(matcher.group(1));
    }

    private Look look(ViewRequest asked) {
        Optional<ViewedSegment> segment = open(asked);
        return new Look(segment, segment.isEmpty() && isGrowing(asked));
    }

    private Optional<ViewedSegment> open(ViewRequest asked) {
        try {
            return segments.open(asked);
        } catch (ViewException e) {
            throw new ProblemException(
                    switch (e.reason()) {
                        case UNSUITABLE -> Problem.of(406, "unsuitable", "Not in this format", e.getMessage());
                        case NOT_NOW -> Problem.of(503, "not-now", "Not now", e.getMessage());
                        case NO_FFMPEG -> Problem.of(501, "no-ffmpeg", "No ffmpeg", e.getMessage());
                    });
        }
    }

    private static void send(RoutingContext context, ViewRequest asked, ViewedSegment segment) {
        HttpServerResponse response = context.response();
        String etag = '"' + segment.tag() + '"';
        response.putHeader("ETag", etag)
                .putHeader("Cache-Control", "private, max-age=60")
                .putHeader("Vary", "Accept-Language")
                .putHeader("X-Dayreel-Segment-Start", time(segment.startMicros()))
                .putHeader("X-Dayreel-Segment-End", time(segment.endMicros()));
        if (EntityTags.match(context.request().getHeader("If-None-Match"), etag)) {
            segment.close();
            response.setStatusCode(NOT_MODIFIED).end();
            return;
        }
        response.putHeader("Content-Type", asked.format().mediaType());
        if (HttpMethod.HEAD.equals(context.request().method())) {
            response.putHeader("Content-Length", String.valueOf(segment.length()));
            segment.close();
            response.end();
            return;
        }
        response.sendFile(segment.file().toAbsolutePath().toString()).onComplete(sent -> {
            segment.close();
            if (sent.failed()) {
                LOG.debug("segment-not-sent", "reason", sent.cause().getMessage());
            }
        });
    }

    /** As it is asked for: the end of a segment is the timestamp of the next one. */
    private static String time(long micros) {
        return isOfVideo(micros)
                ? BigDecimal.valueOf(micros, MICROS_DIGITS).toPlainString()
                : Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }
}
