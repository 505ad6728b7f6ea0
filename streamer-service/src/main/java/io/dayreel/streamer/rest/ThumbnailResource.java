package io.dayreel.streamer.rest;

import io.dayreel.protocol.hash.Sha256;
import io.dayreel.protocol.stream.DeviceId;
import io.dayreel.runtime.http.CurrentCaller;
import io.dayreel.runtime.http.Parameters;
import io.dayreel.runtime.http.Problem;
import io.dayreel.runtime.http.ProblemException;
import io.dayreel.streamer.archive.ArchiveUnavailableException;
import io.dayreel.streamer.http.EntityTags;
import io.dayreel.streamer.playback.StartPoint;
import io.dayreel.streamer.thumbnails.StripLayout;
import io.dayreel.streamer.thumbnails.StripRequest;
import io.dayreel.streamer.thumbnails.ThumbnailException;
import io.dayreel.streamer.thumbnails.Thumbnails;
import io.dayreel.streamer.wiring.StreamerService;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Pictures of what was recorded: one at a time, and strips of them for navigators. */
@Path("/v1")
public class ThumbnailResource {
    private static final String JPEG = "image/jpeg";
    private static final String CONSTANT = "private, max-age=86400, immutable";
    private static final String NEWEST = "private, max-age=5";
    private static final long SETTLED_MICROS = 60_000_000;
    private static final int DEFAULT_WIDTH = 320;
    private static final int DEFAULT_STRIP_WIDTH = 160;
    private static final int DEFAULT_COUNT = 60;
    private static final int MIN_WIDTH = 16;
    private static final int MAX_WIDTH = 1920;
    private static final long MAX_STRIP_PIXELS = 8_000_000;
    private static final long MAX_STRIP_MICROS = TimeUnit.DAYS.toMicros(2);

    private final CurrentCaller caller;
    private final StreamerService streamer;

    ThumbnailResource(CurrentCaller caller, StreamerService streamer) {
        this.caller = caller;
        this.streamer = streamer;
    }

    /** @param at what was asked for @param picture capture time of the key frame that is shown */
    record Cell(Instant at, Instant picture, int column, int row) {}

    record Strip(String image, int width, int height, int columns, int rows, List<Cell> thumbnails) {}

    private record Asked(DeviceId device, StripRequest strip) {}

    @GET
    @Path("/devices/{device}/thumbnail.jpg")
    @Produces({JPEG, Problem.MEDIA_TYPE})
    @Blocking
    public Response thumbnail(
            @PathParam("device") String name,
            @QueryParam("at") String at,
            @QueryParam("width") String width,
            @QueryParam("track") String track,
            @HeaderParam("If-None-Match") String known) {
        DeviceId device = known(name);
        long micros = Parameters.required("at", at, StartPoint::micros);
        int pixels = width(width, DEFAULT_WIDTH);
        OptionalInt wanted = track(track);
        Thumbnails.Thumbnail made =
                made(device, micros, micros + 1, () -> thumbnails().at(device, micros, pixels, wanted));
        return jpeg(made.jpeg(), micros, known)
                .header("X-Dayreel-Picture-Time", instant(made.pictureMicros()))
                .build();
    }

    @GET
    @Path("/devices/{device}/thumbnails.json")
    @Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
    @Blocking
    public Response strip(@BeanParam StripQuery query, @QueryParam("access") String access) {
        Asked asked = asked(query);
        StripLayout layout = layout(asked);
        StripRequest strip = asked.strip();
        String image = "thumbnails.jpg?from=" + instant(strip.fromMicros()) + "&to=" + instant(strip.toMicros())
                + "&count=" + strip.count() + "&width=" + strip.width()
                + (strip.track().isEmpty() ? "" : "&track=" + strip.track().getAsInt())
                + (access == null ? "" : "&access=" + access);
        List<Cell> cells = layout.cells().stream()
                .map(cell -> new Cell(
                        instant(cell.atMicros()), instant(cell.pictureMicros()), layout.column(cell), layout.row(cell)))
                .toList();
        Strip answer = new Strip(image, layout.width(), layout.height(), layout.columns(), layout.rows(), cells);
        return Response.ok(answer)
                .header("Cache-Control", cacheControl(strip.toMicros()))
                .build();
    }

    @GET
    @Path("/devices/{device}/thumbnails.jpg")
    @Produces({JPEG, Problem.MEDIA_TYPE})
    @Blocking
    public Response stripImage(@BeanParam StripQuery query, @HeaderParam("If-None-Match") String known) {
        Asked asked = asked(query);
        StripLayout layout = layout(asked);
        byte[] image =
                made(asked.device(), asked.strip().fromMicros(), asked.strip().toMicros(), () -> thumbnails()
                        .strip(layout));
        return jpeg(image, asked.strip().toMicros(), known).build();
    }

    private Asked asked(StripQuery query) {
        DeviceId device = known(query.device);
        long fromMicros = Parameters.required("from", query.from, StartPoint::micros);
        long toMicros = Parameters.required("to", query.to, StartPoint::micros);
        if (toMicros <= fromMicros || toMicros - fromMicros > MAX_STRIP_MICROS) {
            throw ProblemException.badParameter("to", "to must be later than from, by two days at most");
        }
        int pictures = Parameters.optional("count", query.count, text -> within(text, 1, StripRequest.MAX_COUNT))
                .orElse(DEFAULT_COUNT);
        return new Asked(
                device,
                new StripRequest(
                        fromMicros, toMicros, pictures, width(query.width, DEFAULT_STRIP_WIDTH), track(query.track)));
    }

    private DeviceId known(String name) {
        DeviceId device = caller.watchedDevice(name);
        try {
            if (!streamer.services().seeker().awaitKnown(device)) {
                throw ProblemException.notFound("there is no device '" + device.device() + "'");
            }
            return device;
        } catch (ArchiveUnavailableException e) {
            throw Refusals.archiveUnavailable();
        }
    }

    private static int within(String text, int min, int max) {
        int value = Integer.parseInt(text);
        if (value < min || value > max) {
            throw new IllegalArgumentException("must be " + min + "–" + max + ", not " + value);
        }
        return value;
    }

    private static int width(String text, int ifAbsent) {
        return Parameters.optional("width", text, value -> within(value, MIN_WIDTH, MAX_WIDTH))
                .orElse(ifAbsent);
    }

    private static OptionalInt track(String text) {
        return Parameters.optional("track", text, value -> within(value, 0, 255))
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty());
    }

    private StripLayout layout(Asked asked) {
        StripLayout layout =
                made(asked.device(), asked.strip().fromMicros(), asked.strip().toMicros(), () -> thumbnails()
                        .layout(asked.device(), asked.strip()));
        if (layout.pixels() > MAX_STRIP_PIXELS) {
            throw ProblemException.badParameter(
                    "width", "a strip has at most " + MAX_STRIP_PIXELS + " pixels: ask for fewer or smaller pictures");
        }
        return layout;
    }

    private Thumbnails thumbnails() {
        return streamer.exports().thumbnails();
    }

    private <T> T made(DeviceId device, long fromMicros, long toMicros, Supplier<T> make) {
        try {
            return make.get();
        } catch (ArchiveUnavailableException e) {
            throw Refusals.archiveUnavailable();
        } catch (ThumbnailException e) {
            throw new ProblemException(
                    switch (e.reason()) {
                        case NOTHING ->
                            Refusals.nothingThere(
                                    e.getMessage(), streamer.exports().nearby(device, fromMicros, toMicros));
                        case UNSUITABLE -> Problem.of(406, "unsuitable", "Cannot be decoded", e.getMessage());
                        case NO_DECODER -> Problem.of(501, "no-ffmpeg", "No ffmpeg", e.getMessage());
                        case BROKEN -> Problem.of(422, "broken-picture", "Broken picture", e.getMessage());
                        case BUSY, NOT_NOW -> Problem.of(503, "not-now", "Not now", e.getMessage());
                    });
        }
    }

    private Response.ResponseBuilder jpeg(byte[] bytes, long micros, String known) {
        String etag = '"' + digest(bytes) + '"';
        Response.ResponseBuilder response =
                EntityTags.match(known, etag) ? Response.notModified() : Response.ok(bytes, JPEG);
        return response.header("ETag", etag).header("Cache-Control", cacheControl(micros));
    }

    private String cacheControl(long untilMicros) {
        long now = TimeUnit.MILLISECONDS.toMicros(streamer.services().clock().millis());
        return untilMicros < now - SETTLED_MICROS ? CONSTANT : NEWEST;
    }

    private static String digest(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.of(bytes), 0, 12);
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
